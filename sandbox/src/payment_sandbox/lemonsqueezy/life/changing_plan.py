"""Another plan, at once, and what that costs or is worth for the rest of the period."""

from __future__ import annotations

from typing import Literal

from payment_sandbox.lemonsqueezy.life import paying
from payment_sandbox.lemonsqueezy.life.cancelling import refuse_expired
from payment_sandbox.lemonsqueezy.life.period import item_of, period_after, price_of, price_of_variant
from payment_sandbox.lemonsqueezy.life.standing import is_on_trial, settle
from payment_sandbox.lemonsqueezy.refusal import Refusal
from payment_sandbox.lemonsqueezy.resources import number
from payment_sandbox.lemonsqueezy.shop import Shop
from payment_sandbox.lemonsqueezy.timestamps import read
from payment_sandbox.records import Document

Proration = Literal["with the next renewal", "at once", "never"]
"""When the difference is paid."""


def change_plan(shop: Shop, subscription: Document, variant: Document, proration: Proration) -> None:
    """Renewals stay on their day (Lemon Squeezy documentation, "Changing a subscriber's plan").

    Raises:
        Refusal: it is over, or the variant is no plan.
    """
    refuse_expired(subscription)
    price, old = price_of_variant(shop, variant), price_of(shop, subscription)
    if price["attributes"]["category"] != "subscription":
        raise Refusal("The selected variant is not a subscription.", "/data/attributes/variant_id")
    if subscription["attributes"]["variant_id"] == number(variant):
        return
    difference = prorated(shop, subscription, price) - prorated(shop, subscription, old)
    _move(shop, subscription, variant, price)
    if proration != "never":
        subscription["private"]["carried_over"] += difference
    settle(shop, subscription)
    if proration == "at once":
        _bill_now(shop, subscription)
    shop.events.tell("subscription_updated", subscription)
    shop.events.tell("subscription_plan_changed", subscription)


def change_quantity(shop: Shop, item: Document, quantity: int, proration: Proration) -> None:
    """The item alone is changed, so that the subscription's own `updated_at` stays as it is."""
    subscription = shop.resources.the("subscriptions", item["attributes"]["subscription_id"])
    refuse_expired(subscription)
    price = price_of(shop, subscription)
    before = prorated(shop, subscription, price)
    item["attributes"]["quantity"] = quantity
    shop.resources.save(item)
    if proration != "never":
        subscription["private"]["carried_over"] += prorated(shop, subscription, price) - before
    settle(shop, subscription, touch=False)
    if proration == "at once":
        _bill_now(shop, subscription)
    shop.events.tell("subscription_updated", subscription)


def prorated(shop: Shop, subscription: Document, price: Document) -> int:
    """What the rest of the period costs at this price, in cents. A trial costs nothing."""
    if is_on_trial(shop, subscription):
        return 0
    start, now = read(subscription["private"]["period_starts_at"]), shop.clock.now()
    whole = period_after(price, start, subscription["attributes"]["billing_anchor"]) - start
    left = max(read(subscription["private"]["period_ends_at"]) - now, now - now)
    quantity: int = item_of(shop, subscription)["attributes"]["quantity"]
    unit_price: int = price["attributes"]["unit_price"]
    return round(unit_price * quantity * (left / whole))


def _bill_now(shop: Shop, subscription: Document) -> None:
    """What is in the customer's favour waits for the next renewal, and so does all while something is owed."""
    if subscription["private"]["carried_over"] > 0 and subscription["private"]["arrears"] is None:
        paying.collect(shop, subscription, paying.bill(shop, subscription, "updated", 0))


def _move(shop: Shop, subscription: Document, variant: Document, price: Document) -> None:
    product = shop.resources.the("products", variant["attributes"]["product_id"])
    item = item_of(shop, subscription)
    item["attributes"]["price_id"] = number(price)
    shop.resources.save(item)
    subscription["attributes"] |= {
        "product_id": number(product),
        "variant_id": number(variant),
        "product_name": product["attributes"]["name"],
        "variant_name": variant["attributes"]["name"],
    }
