"""Coupons, and discounts, which are coupons in use."""

from __future__ import annotations

from payment_sandbox.records import Document


def coupon(
    id_: str,
    *,
    percent_off: float | None,
    amount_off: int | None,
    currency: str | None,
    duration: str,
    duration_in_months: int | None,
    at: int,
) -> Document:
    """`duration`: `once`, `repeating` or `forever`."""
    return {
        "id": id_,
        "object": "coupon",
        "amount_off": amount_off,
        "created": at,
        "currency": currency,
        "duration": duration,
        "duration_in_months": duration_in_months,
        "livemode": False,
        "max_redemptions": None,
        "metadata": {},
        "name": None,
        "percent_off": percent_off,
        "redeem_by": None,
        "times_redeemed": 0,
        "valid": True,
    }


def discount(id_: str, *, coupon: str, subscription: Document, end: int | None, at: int) -> Document:
    """`end`: for a coupon that repeats, when it does so no more."""
    return {
        "id": id_,
        "object": "discount",
        "checkout_session": None,
        "customer": subscription["customer"],
        "customer_account": None,
        "end": end,
        "invoice": None,
        "invoice_item": None,
        "promotion_code": None,
        "source": {"coupon": coupon, "type": "coupon"},
        "start": at,
        "subscription": subscription["id"],
        "subscription_item": None,
    }
