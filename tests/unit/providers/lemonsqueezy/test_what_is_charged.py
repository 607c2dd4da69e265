"""Amounts at Lemon Squeezy: shown in the currency that is charged, and only for prices of one unit."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from application.portal.show_billing import ShowBilling
from contracts.providers.lemonsqueezy_under_test import LemonSqueezyUnderTest
from contracts.providers.playing import Play
from domain.billing.next_charge import next_charge
from domain.catalogue.pricing import Scheme
from domain.customer import CustomerId
from domain.money import Money
from domain.subscription import Subscription
from fixtures.lemonsqueezy.payloads import changed, variant, wrap

ADA = CustomerId("user_ada")


async def subscribed(price: dict[str, Any], *, paid_in: str | None, **order: Any) -> Subscription:
    """Return a subscription to this price, after one run of the fetch queue.

    `paid_in` is the currency of the first order, if known, and `order` holds further changes to that order.
    """
    connected = LemonSqueezyUnderTest(trust_custom_data=True)
    connected.api.hold(price)
    play = Play(under_test=connected)
    told = [("subscription_created", variant("subscriptions.active"))]
    if paid_in is not None:
        told.append(("order_created", changed("orders.of_subscription", currency=paid_in, **order)))
    bodies = [wrap(each, name, custom_data={"user_id": ADA}) for name, each in told]
    await play.deliver([json.dumps(body).encode() for body in bodies])
    await play.ask()
    show = ShowBilling(storage=play.storage, providers=play.providers, clock=play.clock, grace=timedelta(days=14))
    (subscription,) = (await show(ADA)).billing.subscriptions
    return subscription


@pytest.mark.parametrize(
    ("paid_in", "expected"),
    [
        ("USD", Money(amount=1900, currency="USD")),
        (None, Money(amount=1900, currency="USD")),
        ("EUR", None),
    ],
    ids=["the store's currency", "an unknown order", "another currency"],
)
async def test_amount_is_shown_only_in_the_charged_currency(paid_in: str | None, expected: Money | None) -> None:
    subscription = await subscribed(variant("prices.pro_monthly"), paid_in=paid_in)
    assert subscription.plan is not None
    assert subscription.plan.price == expected


@pytest.mark.parametrize(
    ("shape", "scheme", "amount", "total"),
    [
        ({"scheme": "standard"}, Scheme.PER_UNIT, Decimal(1900), 5700),
        ({"scheme": "package", "package_size": 2}, Scheme.PACKAGE, Decimal(1900), 3800),
        ({"scheme": "standard", "unit_price_decimal": "0.8"}, Scheme.PER_UNIT, Decimal("0.8"), None),
        ({"scheme": "graduated"}, Scheme.GRADUATED, None, None),
        ({"scheme": "volume"}, Scheme.VOLUME, None, None),
    ],
    ids=["per unit", "per package", "below a cent", "graduated", "by volume"],
)
async def test_three_units_cost_the_amount_given_by_the_scheme(
    shape: dict[str, Any], scheme: Scheme, amount: Decimal | None, total: int | None
) -> None:
    subscription = await subscribed(changed("prices.pro_monthly", **shape), paid_in="USD")
    plan = subscription.plan
    assert plan is not None
    assert plan.pricing is not None
    assert (plan.quantity, plan.pricing.scheme, plan.pricing.amount) == (3, scheme, amount)
    assert (subscription.total.amount if subscription.total is not None else None) == total
    shown = plan.price.amount * 3 if plan.price is not None else None
    assert shown in (None, total)


async def test_discount_on_the_first_order_makes_the_next_charge_unknown() -> None:
    """A code may apply to later payments too, and neither the subscription nor the order says whether it does."""
    price = variant("prices.pro_monthly")
    for discount_total, expected in ((0, Money(amount=5700, currency="USD")), (950, None)):
        subscription = await subscribed(price, paid_in="USD", discount_total=discount_total)
        period_begins = subscription.snapshot.created_at
        assert subscription.discounted(period_begins) is (expected is None)
        assert next_charge(subscription, period_begins) == expected


async def test_price_with_an_unknown_scheme_is_not_shown() -> None:
    subscription = await subscribed(changed("prices.pro_monthly", scheme="auction"), paid_in="USD")
    assert subscription.plan is not None
    assert subscription.plan.pricing is None
