"""Prices, and the older plan that Stripe still shows beside the price of a subscription item."""

from __future__ import annotations

from payment_sandbox.records import Document


def price(id_: str, *, product: str, amount: int, interval: str | None, nickname: str | None, at: int) -> Document:
    """`amount`: in cents. `interval`: `month` or `year`; None is paid once."""
    recurring = {
        "interval": interval,
        "interval_count": 1,
        "meter": None,
        "trial_period_days": None,
        "usage_type": "licensed",
    }
    return {
        "id": id_,
        "object": "price",
        "active": True,
        "billing_scheme": "per_unit",
        "created": at,
        "currency": "usd",
        "custom_unit_amount": None,
        "livemode": False,
        "lookup_key": None,
        "metadata": {},
        "nickname": nickname,
        "product": product,
        "recurring": recurring if interval else None,
        "tax_behavior": "inclusive",
        "tiers_mode": None,
        "transform_quantity": None,
        "type": "recurring" if interval else "one_time",
        "unit_amount": amount,
        "unit_amount_decimal": str(amount),
    }


def plan_of(price_: Document) -> Document:
    """The same as a plan, which only recurring prices have."""
    recurring = price_["recurring"]
    return {
        "id": price_["id"],
        "object": "plan",
        "active": price_["active"],
        "amount": price_["unit_amount"],
        "amount_decimal": price_["unit_amount_decimal"],
        "billing_scheme": price_["billing_scheme"],
        "created": price_["created"],
        "currency": price_["currency"],
        "interval": recurring["interval"],
        "interval_count": recurring["interval_count"],
        "livemode": price_["livemode"],
        "metadata": price_["metadata"],
        "meter": recurring["meter"],
        "nickname": price_["nickname"],
        "product": price_["product"],
        "tiers_mode": price_["tiers_mode"],
        "transform_usage": price_["transform_quantity"],
        "trial_period_days": recurring["trial_period_days"],
        "usage_type": recurring["usage_type"],
    }
