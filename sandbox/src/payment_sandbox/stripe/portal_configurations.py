"""What the customer portal may offer (Stripe API, "Portal Configuration")."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.objects import portal
from payment_sandbox.stripe.refusal import Refusal

_KIND = "billing_portal.configuration"
_DEFAULTS = {"adjustable_quantity": {"enabled": True, "maximum": None, "minimum": 1}}


def create(account: Account, *, features: Mapping[str, Any], **settings: Any) -> Document:
    """
    Raises:
        Refusal
    """
    made = portal.configuration(
        account.new_id("bpc_"), features=portal.no_features(), business_profile={}, login_url=None, at=account.now()
    )
    return account.create(
        _changed(account, made, {**settings, "features": features}), "billing_portal.configuration.created"
    )


def update(account: Account, id_: str, **changes: Any) -> Document:
    """
    Raises:
        Refusal
    """
    before = account.get(_KIND, id_)
    if changes.get("active") is False and before["is_default"]:
        raise Refusal("You cannot deactivate the default configuration.", param="active")
    return account.change(before, _changed(account, before, changes), "billing_portal.configuration.updated")


def _changed(account: Account, before: Document, changes: Mapping[str, Any]) -> Document:
    after = {**before, "updated": account.now()}
    for name, value in changes.items():
        match name:
            case "features":
                after["features"] = _features(account, before["features"], value)
            case "login_page":
                after["login_page"] = _login_page(account, before["id"], enabled=value["enabled"])
            case "business_profile":
                after["business_profile"] = {**before["business_profile"], **_nulled(value)}
            case "metadata":
                kept = {**before["metadata"], **value} if value else {}
                after["metadata"] = {key: each for key, each in kept.items() if each}
            case "active":
                after["active"] = value
            case _:
                after[name] = value or None
    return after


def _features(account: Account, before: Document, changes: Mapping[str, Any]) -> Document:
    after = {name: {**feature, **_emptied(changes.get(name, {}))} for name, feature in before.items()}
    update_ = after["subscription_update"]
    update_["products"] = [{**_DEFAULTS, **each} for each in update_["products"] or []]
    for product in update_["products"]:
        account.get("product", product["product"], "features[subscription_update][products]")
        for price_id in product["prices"]:
            account.get("price", price_id, "features[subscription_update][products]")
    if update_["enabled"] and not (update_["products"] and update_["default_allowed_updates"]):
        message = "Missing required param: features[subscription_update][products]."
        raise Refusal(message, param="features[subscription_update][products]", code="parameter_missing")
    if update_["enabled"] and not after["payment_method_update"]["enabled"]:
        raise Refusal("Cannot enable subscription updates while payment method update is disabled.")
    return after


def _emptied(feature: Mapping[str, Any]) -> Document:
    """An empty text takes a list away."""
    return {name: [] if value == "" else value for name, value in feature.items()}


def _nulled(texts: Mapping[str, str]) -> Document:
    return {name: text or None for name, text in texts.items()}


def _login_page(account: Account, id_: str, *, enabled: bool) -> Document:
    return {"enabled": enabled, "url": f"{account.address}/portal/login/{id_}" if enabled else None}
