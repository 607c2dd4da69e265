"""Conditions under which Stripe opens a portal session (Stripe documentation, "Customer portal")."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fixtures.stripe.payloads import variant
from silence.made_up import secret

Object = dict[str, Any]

SESSION_URL = secret("https://billing.stripe.com/p/session/test_secret_way_in")

_FEATURES = {
    "customer_update": "customer_update",
    "subscription_pause": "subscription_pause",
    "payment_method_update": "payment_method_update",
    "subscription_cancel": "subscription_cancel",
    "subscription_update": "subscription_update",
}


class PortalRefusal(Exception):
    """An invalid request."""

    def __init__(self, code: str, param: str | None) -> None:
        super().__init__(code)
        self.code = code
        self.param = param


def portal_session(objects: Mapping[str, Object], params: Object) -> Object:
    """Return a session for this customer, if Stripe would open one."""
    _check_owner(objects, params)
    configuration = _configuration(objects, params.get("configuration"))
    flow = params.get("flow_data")
    if flow is not None:
        _check(flow, params, configuration, objects)
    session = variant("billing_portal.session.home")
    return {
        **session,
        "customer": params.get("customer", session["customer"]),
        "customer_account": params.get("customer_account"),
        "configuration": configuration["id"],
        "return_url": params.get("return_url"),
        "url": SESSION_URL,
    }


def _configuration(objects: Mapping[str, Object], id_: str | None) -> Object:
    if id_ is not None:
        if id_ not in objects:
            raise PortalRefusal("resource_missing", "configuration")
        return objects[id_]
    found = [o for o in objects.values() if o["object"] == "billing_portal.configuration" and o["is_default"]]
    if not found:
        raise PortalRefusal("no_configuration", None)
    return found[0]


def _check_owner(objects: Mapping[str, Object], params: Object) -> None:
    """Check the owner. An Accounts v2 account is not an object of this API, so it exists if some object belongs to
    it.
    """
    if "customer_account" in params:
        if not any(each.get("customer_account") == params["customer_account"] for each in objects.values()):
            raise PortalRefusal("resource_missing", "customer_account")
        return
    customer = objects.get(params["customer"])
    if customer is None or customer.get("deleted"):
        raise PortalRefusal("resource_missing", "customer")


def _check(flow: Object, params: Object, configuration: Object, objects: Mapping[str, Object]) -> None:
    type_ = flow["type"]
    if not configuration["features"][_FEATURES[type_]]["enabled"]:
        raise PortalRefusal("feature_disabled", "flow_data[type]")
    if type_ not in flow:
        return
    subscription = objects.get(flow[type_]["subscription"])
    owner = "customer_account" if "customer_account" in params else "customer"
    if subscription is None or subscription[owner] != params[owner]:
        raise PortalRefusal("resource_missing", f"flow_data[{type_}][subscription]")
    if subscription["status"] == "canceled" or (type_ == "subscription_cancel" and subscription["cancel_at"]):
        raise PortalRefusal("subscription_not_cancelable", f"flow_data[{type_}][subscription]")
    if type_ == "subscription_pause" and not _can_be_paused(subscription):
        raise PortalRefusal("subscription_not_pausable", f"flow_data[{type_}][subscription]")


def _can_be_paused(subscription: Object) -> bool:
    """Return whether it can be paused. Stripe API, "Pause a subscription": not with a schedule; "Pause schedules":
    only if charged automatically.
    """
    free = subscription["schedule"] is None and subscription["cancel_at"] is None
    return subscription["status"] == "active" and free and subscription["collection_method"] == "charge_automatically"
