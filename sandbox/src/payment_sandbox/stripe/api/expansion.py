"""Ids replaced by what they name, where the caller asks for it (Stripe API, "Expanding responses")."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.api.form import Value
from payment_sandbox.stripe.api.paging import whole_list
from payment_sandbox.stripe.life import costs
from payment_sandbox.stripe.refusal import Refusal

_DEEPEST = 4
_KINDS: Mapping[str, str] = {
    "charge": "charge",
    "configuration": "billing_portal.configuration",
    "coupon": "coupon",
    "customer": "customer",
    "default_payment_method": "payment_method",
    "default_price": "price",
    "invoice": "invoice",
    "latest_charge": "charge",
    "latest_invoice": "invoice",
    "payment_intent": "payment_intent",
    "payment_method": "payment_method",
    "price": "price",
    "product": "product",
    "schedule": "subscription_schedule",
    "subscription": "subscription",
}
"""What a field names, by its name: the same in all objects."""

_LISTS: Mapping[str, str] = {"discounts": "discount"}
"""Maps each field that contains a list of ids to the kind of the objects that they name."""


def _line_items(account: Account, session: Document) -> Document:
    order = account.find("checkout.order", session["id"])
    return whole_list(order["line_items"] if order else [], f"/v1/checkout/sessions/{session['id']}/line_items")


def _payments(account: Account, invoice: Document) -> Document:
    found = account.records.find("invoice_payment", "invoice", invoice["id"])
    return whole_list(found, "/v1/invoice_payments")


def _subscriptions(account: Account, customer: Document) -> Document:
    found = account.records.find("subscription", "customer", customer["id"])
    running = [each for each in found if each["status"] != "canceled"]
    return whole_list(running, f"/v1/customers/{customer['id']}/subscriptions")


def _nothing(_: Account, __: Document) -> Document | None:
    return None


_INCLUDED: Mapping[tuple[str, str], Callable[[Account, Document], Document | None]] = {
    ("checkout.session", "line_items"): _line_items,
    ("customer", "subscriptions"): _subscriptions,
    ("invoice", "payments"): _payments,
    ("price", "currency_options"): costs.options_of,
    ("coupon", "applies_to"): _nothing,
    ("coupon", "currency_options"): _nothing,
}
"""What an object shows only when it is asked for."""


def expanded(account: Account, answer: Document, wanted: Value | None) -> Document:
    """
    Raises:
        Refusal: something wanted is nothing that can be expanded.
    """
    for index, path in enumerate(wanted if isinstance(wanted, list) else []):
        param = f"expand[{index}]"
        if not isinstance(path, str) or not path:
            raise Refusal("Invalid expand: must be a list of property names", param=param)
        steps = path.split(".")
        if len([step for step in steps if step != "data"]) > _DEEPEST:
            raise Refusal(f"You cannot expand more than {_DEEPEST} levels of a property. Property: {path}", param=param)
        _expand(account, answer, steps, Refusal(f"This property cannot be expanded ({path}).", param=param))
    return answer


def _expand(account: Account, node: Any, steps: Sequence[str], otherwise: Refusal) -> None:
    if isinstance(node, list):
        for each in node:
            _expand(account, each, steps, otherwise)
    elif steps and node is not None:
        if not isinstance(node, dict):
            raise otherwise
        _follow(account, node, steps[0], otherwise)
        _expand(account, node[steps[0]], steps[1:], otherwise)


def _follow(account: Account, node: Document, step: str, otherwise: Refusal) -> None:
    """Afterwards there is an object, a list or nothing at this step."""
    include = _INCLUDED.get((node.get("object", ""), step))
    if include is not None and step not in node:
        node[step] = include(account, node)
    value = node.get(step, "")
    if isinstance(value, str) and (step not in _KINDS or step not in node):
        raise otherwise
    if isinstance(value, str):
        found = account.find(_KINDS[step], value)
        if found is not None:
            node[step] = found
    elif isinstance(value, list) and step in _LISTS:
        node[step] = [account.find(_LISTS[step], each) or each for each in value if isinstance(each, str)] or value
    elif not isinstance(value, dict | list | None):
        raise otherwise
