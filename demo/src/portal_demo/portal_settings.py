"""The service's settings, as an operator would write them who has the sandbox for providers."""

from __future__ import annotations

from entrypoints.settings.load import read_settings
from entrypoints.settings.model import Settings
from payment_sandbox.lemonsqueezy.api.dispatch import API_KEY as LEMONSQUEEZY_KEY
from portal_demo.addresses import Addresses
from portal_demo.folder import DemoState, Folder

_STORE_ID = "1001"
"""Of the one store that the sandbox has."""


def portal_settings(folder: Folder, kept: DemoState, at: Addresses) -> Settings:
    return read_settings(
        {
            "DATABASE_URL": f"sqlite:///{folder.portal_database.resolve()}",
            "MODE": "test",
            "API_KEYS": kept.api_key,
            "OPERATOR_KEYS": kept.operator_key,
            "PUBLIC_URL": at.portal,
            "RETURN_URL": f"{at.host}/",
            "PRICING_URL": f"{at.host}/",
            "SUPPORT_URL": f"{at.host}/",
            # What is shown is what webhooks alone can do.
            "RECONCILE_EVERY_HOURS": "0",
            "CHECKOUT_REFERENCE_SECRET": kept.checkout_reference_secret,
            "STRIPE_API_KEY": kept.stripe_key,
            "STRIPE_API_BASE": at.stripe,
            "STRIPE_WEBHOOK_SECRETS": kept.stripe_webhook_secret,
            "LEMONSQUEEZY_API_KEY": LEMONSQUEEZY_KEY,
            "LEMONSQUEEZY_API_BASE": at.lemonsqueezy,
            "LEMONSQUEEZY_STORE_ID": _STORE_ID,
            "LEMONSQUEEZY_STORE_URL": at.lemonsqueezy,
            "LEMONSQUEEZY_WEBHOOK_SECRETS": kept.lemonsqueezy_webhook_secret,
        }
    )
