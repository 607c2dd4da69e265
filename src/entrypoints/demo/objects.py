"""Stripe objects of the demo's company, as the API tells them."""

from __future__ import annotations

from typing import Any

Object = dict[str, Any]
DAY = 86_400
LIFETIME_AMOUNT = 9900
PRICES = {"price_basic": ("prod_basic", 900), "price_pro": ("prod_pro", 1900)}
PRODUCTS = {"prod_basic": "Basic", "prod_pro": "Pro", "prod_lifetime": "Lifetime licence"}


def product(id_: str, now: int) -> Object:
    return {
        "id": id_,
        "object": "product",
        "active": True,
        "created": now,
        "livemode": False,
        "metadata": {},
        "name": PRODUCTS[id_],
        "updated": now,
    }


def price(id_: str, now: int) -> Object:
    product_id, amount = PRICES[id_]
    return {
        "id": id_,
        "object": "price",
        "active": True,
        "billing_scheme": "per_unit",
        "created": now,
        "currency": "usd",
        "livemode": False,
        "metadata": {},
        "product": product_id,
        "recurring": {"interval": "month", "interval_count": 1, "meter": None, "usage_type": "licensed"},
        "type": "recurring",
        "unit_amount": amount,
        "unit_amount_decimal": str(amount),
    }


def customer(id_: str, user: str, now: int) -> Object:
    return {
        "id": id_,
        "object": "customer",
        "created": now,
        "email": f"{user}@example.com",
        "livemode": False,
        "metadata": {"user_id": user},
        "name": None,
    }


def subscription(id_: str, customer_id: str, user: str, now: int, *, status: str, price_id: str) -> Object:
    item = {
        "id": f"si_{id_}",
        "object": "subscription_item",
        "created": now,
        "current_period_end": now + 30 * DAY,
        "current_period_start": now,
        "metadata": {},
        "price": price(price_id, now),
        "quantity": 1,
        "subscription": id_,
    }
    return {
        "id": id_,
        "object": "subscription",
        "billing_mode": {"type": "flexible"},
        "cancel_at": None,
        "cancel_at_period_end": False,
        "canceled_at": None,
        "collection_method": "charge_automatically",
        "created": now,
        "currency": "usd",
        "customer": customer_id,
        "ended_at": None,
        "items": {"object": "list", "data": [item], "has_more": False, "url": "/v1/subscription_items"},
        "latest_invoice": None,
        "livemode": False,
        "metadata": {"user_id": user},
        "pause_collection": None,
        "schedule": None,
        "start_date": now,
        "status": status,
        "trial_end": None,
        "trial_start": None,
    }


def checkout(id_: str, customer_id: str, user: str, now: int) -> Object:
    """A completed checkout of something that is paid once."""
    line = {
        "id": f"li_{id_}",
        "object": "item",
        "amount_total": LIFETIME_AMOUNT,
        "currency": "usd",
        "description": "Lifetime licence",
        "price": {**price("price_basic", now), "id": "price_lifetime", "product": "prod_lifetime", "type": "one_time"},
        "quantity": 1,
    }
    return {
        "id": id_,
        "object": "checkout.session",
        "amount_subtotal": LIFETIME_AMOUNT,
        "amount_total": LIFETIME_AMOUNT,
        "client_reference_id": user,
        "created": now,
        "currency": "usd",
        "customer": customer_id,
        "invoice": None,
        "line_items": {"object": "list", "data": [line], "has_more": False, "url": "/v1/checkout/sessions"},
        "livemode": False,
        "metadata": {},
        "mode": "payment",
        "payment_intent": f"pi_{id_}",
        "payment_link": None,
        "payment_status": "paid",
        "status": "complete",
        "subscription": None,
    }


def charge(id_: str, customer_id: str, payment: str, now: int, *, refunded: int) -> Object:
    return {
        "id": id_,
        "object": "charge",
        "amount": LIFETIME_AMOUNT,
        "amount_captured": LIFETIME_AMOUNT,
        "amount_refunded": refunded,
        "created": now,
        "currency": "usd",
        "customer": customer_id,
        "disputed": False,
        "livemode": False,
        "metadata": {},
        "paid": True,
        "payment_intent": payment,
        "receipt_url": None,
        "refunded": refunded == LIFETIME_AMOUNT,
        "status": "succeeded",
    }
