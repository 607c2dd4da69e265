"""Ways into the customer portal (Stripe API, "Create a portal session")."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.life import customers, portal_offer
from payment_sandbox.stripe.objects import portal as objects
from payment_sandbox.stripe.objects.subscription import first_item
from payment_sandbox.stripe.refusal import Refusal, no_such

VISIT = "portal.visit"
"""Who comes with an address: the session behind it, when it was last used, and whether its task is done."""

_OTHER_DISABLED = "The `{feature}` feature in the portal configuration is disabled."
_DISABLED = {
    "subscription_update": "This subscription cannot be updated because the subscription update feature in the portal "
    "configuration is disabled."
}
_FEATURES = {"subscription_update_confirm": "subscription_update"}


def open_session(
    account: Account,
    *,
    customer: str,
    configuration: str | None = None,
    return_url: str | None = None,
    locale: str | None = None,
    flow_data: Mapping[str, Any] | None = None,
) -> Document:
    """The parameters are Stripe's. Each call makes another address."""
    customers.living(account, customer, "customer")
    chosen = _configuration(account, configuration)
    flow = None if flow_data is None else _flow(account, chosen, customer, flow_data)
    token = account.new_id("test_")
    session = objects.session(
        account.new_id("bps_"),
        customer=customer,
        configuration_id=chosen["id"],
        url=f"{account.address}/portal/session/{token}",
        return_url=return_url or chosen["default_return_url"],
        locale=locale,
        flow=flow,
        at=account.now(),
    )
    account.put(session)
    account.records.put(VISIT, {"id": token, "session": session["id"], "last_used": None, "done": False})
    return session


def _configuration(account: Account, id_: str | None) -> Document:
    if id_ is not None:
        chosen = account.get("billing_portal.configuration", id_, "configuration")
        if not chosen["active"]:
            raise Refusal(f"The configuration {id_} is not active.", param="configuration")
        return chosen
    default = account.records.find("billing_portal.configuration", "is_default", value=True)
    if not default:
        raise Refusal(
            "No configuration provided and your test mode default configuration has not been created. Provide a "
            "configuration or create your default by saving your customer portal settings in test mode."
        )
    return default[0]


def _flow(account: Account, configuration: Document, customer: str, data: Mapping[str, Any]) -> Document:
    type_ = data["type"]
    feature = _FEATURES.get(type_, type_)
    if not configuration["features"][feature]["enabled"]:
        raise Refusal(_DISABLED.get(feature, _OTHER_DISABLED).format(feature=feature), param="flow_data[type]")
    task = data.get(type_)
    if type_.startswith("subscription_"):
        if task is None:
            raise Refusal(f"Missing required param: flow_data[{type_}].", param=f"flow_data[{type_}]")
        _check(account, configuration, customer, type_, task)
    after = data.get("after_completion")
    if after and after["type"] == "redirect" and not (after.get("redirect") or {}).get("return_url"):
        param = "flow_data[after_completion][redirect][return_url]"
        raise Refusal(f"Missing required param: {param}.", param=param, code="parameter_missing")
    return objects.flow(type_, task, after)


def _check(account: Account, configuration: Document, customer: str, type_: str, task: Mapping[str, Any]) -> None:
    param = f"flow_data[{type_}][subscription]"
    subscription = account.get("subscription", task["subscription"], param)
    if subscription["customer"] != customer:
        raise no_such("subscription", task["subscription"], param=param)
    offer = portal_offer.offer(account, configuration, subscription)
    allowed = {
        "subscription_cancel": offer.cancels,
        "subscription_pause": offer.pauses,
        "subscription_update": bool(offer.prices),
        "subscription_update_confirm": bool(offer.prices),
    }
    if not allowed[type_]:
        raise Refusal(offer.why_not, param=param)
    if type_ == "subscription_update_confirm":
        _check_item(subscription, offer.prices, task["items"])


def _check_item(subscription: Document, prices: list[Document], items: Any) -> None:
    param = "flow_data[subscription_update_confirm][items]"
    if len(items) != 1 or items[0]["id"] != first_item(subscription)["id"]:
        raise Refusal("Exactly one item of the subscription can be updated.", param=param)
    if items[0].get("price") == first_item(subscription)["price"]["id"]:
        raise Refusal("This subscription cannot be updated because there are no changes to confirm.", param=param)
    if items[0].get("price") not in {price["id"] for price in prices}:
        said = "The price specified is not in the portal configuration's `products`."
        raise Refusal(said, param=f"{param}[0][price]")
