"""The customer portal: what it may offer, and one customer's way in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from payment_sandbox.records import Document

_FLOWS = ("subscription_cancel", "subscription_pause", "subscription_update", "subscription_update_confirm")


def configuration(
    id_: str, *, features: Document, business_profile: Mapping[str, str | None], login_url: str | None, at: int
) -> Document:
    """`login_url`: where customers let themselves in by e-mail, if that is enabled."""
    profile = dict.fromkeys(("headline", "privacy_policy_url", "terms_of_service_url"))
    return {
        "id": id_,
        "object": "billing_portal.configuration",
        "active": True,
        "application": None,
        "business_profile": {**profile, **business_profile},
        "created": at,
        "default_return_url": None,
        "features": features,
        "is_default": False,
        "livemode": False,
        "login_page": {"enabled": login_url is not None, "url": login_url},
        "metadata": {},
        "name": None,
        "updated": at,
    }


def no_features() -> Document:
    """Nothing is allowed but to look."""
    return {
        "customer_update": {"allowed_updates": [], "enabled": False},
        "invoice_history": {"enabled": False},
        "payment_method_update": {"enabled": False, "payment_method_configuration": None},
        "subscription_cancel": {
            "cancellation_reason": {"enabled": False, "options": []},
            "enabled": False,
            "mode": "at_period_end",
            "proration_behavior": "none",
        },
        "subscription_pause": {"duration": {"interval_options": [], "type": "indefinite"}, "enabled": False},
        "subscription_update": {
            "billing_cycle_anchor": "unchanged",
            "default_allowed_updates": [],
            "enabled": False,
            "products": [],
            "proration_behavior": "none",
            "schedule_at_period_end": {"conditions": []},
            "trial_update_behavior": "end_trial",
        },
    }


def session(
    id_: str,
    *,
    customer: str,
    configuration_id: str,
    url: str,
    return_url: str | None,
    locale: str | None,
    flow: Document | None,
    at: int,
) -> Document:
    """`url`: whoever has it is let in as this customer."""
    return {
        "id": id_,
        "object": "billing_portal.session",
        "after_expiration": None,
        "configuration": configuration_id,
        "created": at,
        "customer": customer,
        "customer_account": None,
        "flow": flow,
        "livemode": False,
        "locale": locale,
        "on_behalf_of": None,
        "return_url": return_url,
        "url": url,
    }


def flow(type_: str, task: Mapping[str, Any] | None, after_completion: Mapping[str, Any] | None) -> Document:
    """What a session leads straight to. `task`: what is said under the name of the type."""
    after = {"hosted_confirmation": None, "redirect": None, "type": "portal_homepage", **(after_completion or {})}
    branches = {name: dict(task or {}) if name == type_ else None for name in _FLOWS}
    if type_ == "subscription_cancel":
        branches[type_] = {"retention": None, **(branches[type_] or {})}
    if type_ == "subscription_update_confirm":
        branches[type_] = {"discounts": None, **(branches[type_] or {})}
    return {**branches, "after_completion": after, "type": type_}
