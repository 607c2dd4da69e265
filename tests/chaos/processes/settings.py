"""The service's settings, with the sandbox as its providers."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from payment_sandbox.lemonsqueezy.api.dispatch import API_KEY as LEMONSQUEEZY_KEY

CUSTOMER_KEY = "user_id"
STORE_ID = "1001"
"""Of the one store that the sandbox has."""

__all__ = ["CUSTOMER_KEY", "LEMONSQUEEZY_KEY", "STORE_ID", "Secrets", "settings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """Random secrets of a run; nothing that happens depends on them."""

    operator_key: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    references: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    stripe_key: str = field(default_factory=lambda: f"sk_test_{secrets.token_hex(16)}", repr=False)
    webhooks: Mapping[str, str] = field(
        default_factory=lambda: {
            "stripe": f"whsec_{secrets.token_hex(16)}",
            "lemonsqueezy": secrets.token_hex(16),
        },
        repr=False,
    )


def settings(own: Secrets, *, database: str, portal: str, providers: str) -> Mapping[str, str]:
    """Return the settings for these addresses of `database`, `portal` and `providers`."""
    return {
        "DATABASE_URL": database,
        "MODE": "test",
        "API_KEYS": secrets.token_urlsafe(32),
        "OPERATOR_KEYS": own.operator_key,
        "PUBLIC_URL": portal,
        "RETURN_URL": f"{portal}/",
        "RECONCILE_EVERY_HOURS": "0",
        "CUSTOMER_ID_KEY": CUSTOMER_KEY,
        "CHECKOUT_REFERENCE_SECRET": own.references,
        "STRIPE_API_KEY": own.stripe_key,
        "STRIPE_API_BASE": f"{providers}/stripe",
        "STRIPE_WEBHOOK_SECRETS": own.webhooks["stripe"],
        "LEMONSQUEEZY_API_KEY": LEMONSQUEEZY_KEY,
        "LEMONSQUEEZY_API_BASE": f"{providers}/lemonsqueezy",
        "LEMONSQUEEZY_STORE_ID": STORE_ID,
        "LEMONSQUEEZY_STORE_URL": f"{providers}/lemonsqueezy",
        "LEMONSQUEEZY_WEBHOOK_SECRETS": own.webhooks["lemonsqueezy"],
    }
