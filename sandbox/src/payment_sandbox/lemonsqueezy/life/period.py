"""What a subscription is billed for: its price, its quantity and how long a period lasts."""

from __future__ import annotations

from datetime import datetime

from payment_sandbox.lemonsqueezy import intervals
from payment_sandbox.lemonsqueezy.resources import number
from payment_sandbox.lemonsqueezy.shop import Shop
from payment_sandbox.lemonsqueezy.timestamps import read, written
from payment_sandbox.records import Document


def item_of(shop: Shop, subscription: Document) -> Document:
    """The one that it has."""
    item = shop.resources.first("subscription-items", "subscription_id", number(subscription))
    if item is None:
        raise LookupError(f"subscription {subscription['id']} has no item")
    return item


def price_of(shop: Shop, subscription: Document) -> Document:
    return shop.resources.the("prices", item_of(shop, subscription)["attributes"]["price_id"])


def price_of_variant(shop: Shop, variant: Document) -> Document:
    """The latest: another price is another object, and who has subscribed keeps the old one."""
    return next(shop.resources.newest("prices", "variant_id", number(variant)))


def cents_of(shop: Shop, subscription: Document) -> int:
    """For one period."""
    quantity: int = item_of(shop, subscription)["attributes"]["quantity"]
    unit_price: int = price_of(shop, subscription)["attributes"]["unit_price"]
    return unit_price * quantity


def period_after(price: Document, start: datetime, anchor: int) -> datetime:
    """The end of a period at this price that begins then."""
    of_it = price["attributes"]
    return intervals.after(start, of_it["renewal_interval_unit"], of_it["renewal_interval_quantity"], anchor)


def begin_next(shop: Shop, subscription: Document) -> None:
    """The next period begins where the last one ended. A trial is over with that."""
    told, private = subscription["attributes"], subscription["private"]
    start = read(private["period_ends_at"])
    end = period_after(price_of(shop, subscription), start, told["billing_anchor"])
    private["period_starts_at"], private["period_ends_at"] = written(start), written(end)
    told["renews_at"], told["trial_ends_at"] = written(end), None
