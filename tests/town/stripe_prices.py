"""Prices of subscriptions at Stripe: one price in two currencies, and a coupon for half of it."""

from __future__ import annotations

from collections.abc import Iterator

from fixtures.stripe.payloads import variant
from town.happening import Object
from town.life import Subscription, SubscriptionChange
from town.stripe_words import unix

COUPON = "HALF"
_IN_DOLLARS = 2_100


def sold() -> Iterator[Object]:
    """Return the price including its other currencies, as fetched on request (Stripe API, Price.currency_options)."""
    unset = {"custom_unit_amount": None, "tax_behavior": None, "unit_amount_decimal": None}
    price = variant("price.pro_monthly")
    amounts = {"eur": price["unit_amount"], "usd": _IN_DOLLARS}
    yield price | {"currency_options": {code: unset | {"unit_amount": amount} for code, amount in amounts.items()}}
    yield {
        "id": COUPON,
        "object": "coupon",
        "amount_off": None,
        "created": unix(0),
        "currency": None,
        "duration": "forever",
        "duration_in_months": None,
        "livemode": False,
        "max_redemptions": None,
        "metadata": {},
        "name": None,
        "percent_off": 50,
        "redeem_by": None,
        "times_redeemed": 0,
        "valid": True,
    }


def terms(subscription: Subscription, change: SubscriptionChange) -> Object:
    """Return the subscription's own fields: its currency and the ids of its discounts, without their values."""
    return {"currency": subscription.currency, "discounts": [each["id"] for each in discounts_of(subscription, change)]}


def discounts_of(subscription: Subscription, change: SubscriptionChange) -> tuple[Object, ...]:
    if not change.discounted:
        return ()
    discount = {
        "id": f"di_{subscription.id}",
        "object": "discount",
        "checkout_session": None,
        "customer": subscription.account,
        "customer_account": None,
        "end": None,
        "invoice": None,
        "invoice_item": None,
        "promotion_code": None,
        "source": {"coupon": COUPON, "type": "coupon"},
        "start": unix(subscription.created),
        "subscription": subscription.id,
        "subscription_item": None,
    }
    return (discount,)
