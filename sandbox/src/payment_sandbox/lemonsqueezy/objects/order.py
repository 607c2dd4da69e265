"""Orders and what is on them. Every checkout makes one, that of a subscription too."""

from __future__ import annotations

from payment_sandbox.lemonsqueezy.money import CURRENCY, thrice
from payment_sandbox.lemonsqueezy.resources import number
from payment_sandbox.records import Document

STATUSES = {
    "paid": "Paid",
    "refunded": "Refunded",
    "partial_refund": "Partial refund",
    "fraudulent": "Fraudulent",
}
"""And in words."""


def order(customer: Document, identifier: str, order_number: int, cents: int) -> Document:
    """A paid one. `identifier`: a UUID."""
    buyer = customer["attributes"]
    return {
        "store_id": buyer["store_id"],
        "customer_id": number(customer),
        "identifier": identifier,
        "order_number": order_number,
        "user_name": buyer["name"],
        "user_email": buyer["email"],
        "currency": CURRENCY,
        "currency_rate": "1.00000000",
        "subtotal": cents,
        "setup_fee": 0,
        "discount_total": 0,
        "tax": 0,
        "total": cents,
        "refunded_amount": 0,
        "tax_name": None,
        "tax_rate": 0,
        "tax_inclusive": False,
        "status": "paid",
        "refunded": False,
        "refunded_at": None,
    }


def order_item(order: Document, product: Document, variant: Document, price: Document, quantity: int) -> Document:
    """`price`: of one."""
    return {
        "order_id": number(order),
        "product_id": number(product),
        "variant_id": number(variant),
        "price_id": number(price),
        "quantity": quantity,
        "product_name": product["attributes"]["name"],
        "variant_name": variant["attributes"]["name"],
        "price": price["attributes"]["unit_price"],
    }


def in_words(attributes: Document) -> Document:
    """What is told of an order besides."""
    names = ("subtotal", "setup_fee", "discount_total", "tax", "total", "refunded_amount")
    return {
        **thrice({name: attributes[name] for name in names}),
        "status_formatted": STATUSES[attributes["status"]],
    }
