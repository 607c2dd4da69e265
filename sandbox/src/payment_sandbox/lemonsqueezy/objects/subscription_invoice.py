"""Subscription invoices: one for each payment of a subscription."""

from __future__ import annotations

from typing import Literal

from payment_sandbox.lemonsqueezy.money import CURRENCY, thrice
from payment_sandbox.lemonsqueezy.resources import number
from payment_sandbox.records import Document

Reason = Literal["initial", "renewal", "updated"]

STATUSES = {
    "pending": "Pending",
    "paid": "Paid",
    "void": "Void",
    "refunded": "Refunded",
    "partial_refund": "Partial refund",
}
"""And in words."""


def subscription_invoice(subscription: Document, reason: Reason, cents: int) -> Document:
    """A pending one."""
    of_it = subscription["attributes"]
    return {
        "store_id": of_it["store_id"],
        "subscription_id": number(subscription),
        "customer_id": of_it["customer_id"],
        "user_name": of_it["user_name"],
        "user_email": of_it["user_email"],
        "billing_reason": reason,
        "card_brand": of_it["card_brand"],
        "card_last_four": of_it["card_last_four"],
        "currency": CURRENCY,
        "currency_rate": "1.00000000",
        "status": "pending",
        "refunded": False,
        "refunded_at": None,
        "subtotal": cents,
        "discount_total": 0,
        "tax": 0,
        "tax_inclusive": False,
        "total": cents,
        "refunded_amount": 0,
    }


def in_words(attributes: Document) -> Document:
    """What is told of a subscription invoice besides."""
    names = ("subtotal", "discount_total", "tax", "total", "refunded_amount")
    return {
        **thrice({name: attributes[name] for name in names}),
        "status_formatted": STATUSES[attributes["status"]],
    }
