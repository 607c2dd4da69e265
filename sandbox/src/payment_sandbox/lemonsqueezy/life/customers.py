"""Who buys: one customer for each e-mail address."""

from __future__ import annotations

from typing import Any

from payment_sandbox.lemonsqueezy.objects import customer as objects
from payment_sandbox.lemonsqueezy.refusal import Refusal
from payment_sandbox.lemonsqueezy.resources import number
from payment_sandbox.lemonsqueezy.shop import Shop
from payment_sandbox.records import Document

_MONTHS = {"day": 1 / 30, "week": 7 / 30, "month": 1, "year": 12}
_EARNING = frozenset({"active", "past_due"})


def known(shop: Shop, email: str) -> Document | None:
    """Capitals make no other address."""
    return next(shop.records.oldest("customers", {"private.email": email.casefold()}), None)


def register(shop: Shop, store: Document, name: str, email: str) -> Document:
    """
    Raises:
        Refusal: there is one with this address.
    """
    if known(shop, email) is not None:
        raise Refusal("The email has already been taken.", "/data/attributes/email")
    return shop.resources.add("customers", objects.customer(store, name, email), private={"email": email.casefold()})


def buyer(shop: Shop, store: Document, name: str, email: str) -> Document:
    """Who has bought here before keeps the name that was given then."""
    return known(shop, email) or register(shop, store, name, email)


def update(shop: Shop, customer: Document, told: dict[str, Any]) -> None:
    """Name, address, country, and whether newsletters are sent. What was bought keeps the name it was bought under.

    Raises:
        Refusal: somebody else has this e-mail address.
    """
    email = told.get("email", customer["attributes"]["email"])
    other = known(shop, email)
    if other is not None and other["id"] != customer["id"]:
        raise Refusal("The email has already been taken.", "/data/attributes/email")
    if all(customer["attributes"][name] == value for name, value in told.items()):
        return
    customer["attributes"] |= told
    customer["private"]["email"] = email.casefold()
    shop.resources.save(customer)
    shop.events.tell("customer_updated", customer)


def earn(shop: Shop, customer_id: int, cents: int) -> None:
    """What a payment or a refund, which is less than nothing, makes of what the store earns."""
    customer = shop.resources.the("customers", customer_id)
    customer["attributes"]["total_revenue_currency"] += cents
    customer["attributes"]["mrr"] = _monthly(shop, customer)
    shop.resources.save(customer)


def _monthly(shop: Shop, customer: Document) -> int:
    subscriptions = shop.resources.newest("subscriptions", "customer_id", number(customer))
    return round(sum(_a_month(shop, each) for each in subscriptions if each["attributes"]["status"] in _EARNING))


def _a_month(shop: Shop, subscription: Document) -> float:
    item = shop.resources.first("subscription-items", "subscription_id", number(subscription))
    if item is None:
        return 0
    price = shop.resources.the("prices", item["attributes"]["price_id"])["attributes"]
    months: float = _MONTHS[price["renewal_interval_unit"]] * price["renewal_interval_quantity"]
    cents: int = price["unit_price"] * item["attributes"]["quantity"]
    return cents / months
