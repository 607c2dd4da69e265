"""Subscriptions and their items."""

from __future__ import annotations

from datetime import datetime

from payment_sandbox.lemonsqueezy.resources import number
from payment_sandbox.lemonsqueezy.timestamps import written
from payment_sandbox.records import Document

STATUSES = {
    "on_trial": "On trial",
    "active": "Active",
    "paused": "Paused",
    "past_due": "Past due",
    "unpaid": "Unpaid",
    "cancelled": "Cancelled",
    "expired": "Expired",
}
"""And in words."""


def subscription(
    order: Document, item: Document, *, starts_at: datetime, renews_at: datetime, trial_ends_at: datetime | None
) -> Document:
    """Without a card: that is told a moment later."""
    bought, of_order = item["attributes"], order["attributes"]
    return {
        "store_id": of_order["store_id"],
        "customer_id": of_order["customer_id"],
        "order_id": number(order),
        "order_item_id": number(item),
        "product_id": bought["product_id"],
        "variant_id": bought["variant_id"],
        "product_name": bought["product_name"],
        "variant_name": bought["variant_name"],
        "user_name": of_order["user_name"],
        "user_email": of_order["user_email"],
        "status": "active" if trial_ends_at is None else "on_trial",
        "card_brand": None,
        "card_last_four": None,
        "payment_processor": "stripe",
        "pause": None,
        "cancelled": False,
        "trial_ends_at": written(trial_ends_at) if trial_ends_at is not None else None,
        "billing_anchor": (trial_ends_at or starts_at).day,
        "renews_at": written(renews_at),
        "ends_at": None,
    }


def subscription_item(subscription: Document, price: Document, quantity: int) -> Document:
    return {
        "subscription_id": number(subscription),
        "price_id": number(price),
        "quantity": quantity,
        "is_usage_based": False,
    }


def in_words(attributes: Document) -> Document:
    """What is told of a subscription besides."""
    return {"status_formatted": STATUSES[attributes["status"]]}
