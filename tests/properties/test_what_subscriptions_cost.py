"""Amounts shown by the service equal those that a stateful Stripe charges, for prices of every shape."""

from __future__ import annotations

import json
from contextlib import closing
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.providers.playing import Play
from contracts.providers.stripe_in_sandbox import StripeInSandbox
from domain.billing.assembly import assemble_billing
from domain.billing.next_charge import next_charge
from domain.customer import CustomerId
from domain.money import Money
from domain.subscription import Subscription
from payment_sandbox.records import Document
from payment_sandbox.stripe.life import catalogue as selling
from payment_sandbox.stripe.life import discounts

pytestmark = pytest.mark.slow

ADA = "ada"
CURRENCIES = ("usd", "eur", "jpy", "isk")

amounts = st.integers(0, 10_000).map(lambda amount: {"unit_amount": amount}) | st.integers(1, 9_999).map(
    lambda tenths: {"unit_amount_decimal": f"{tenths / 10:.1f}"}
)
transforms = st.none() | st.builds(
    lambda size, rounding: {"divide_by": size, "round": rounding}, st.integers(1, 20), st.sampled_from(["up", "down"])
)
prices = st.fixed_dictionaries(
    {
        "amount": amounts,
        "transform_quantity": transforms,
        "usage_type": st.sampled_from(["licensed", "licensed", "metered"]),
        "elsewhere": st.integers(1, 10_000),
        "quantity": st.integers(1, 30),
    }
)
coupons = st.none() | st.sampled_from(
    [
        {"percent_off": 50, "duration": "forever"},
        {"percent_off": 33.3, "duration": "forever"},
        {"percent_off": 100, "duration": "repeating", "duration_in_months": 1},
        {"percent_off": 25, "duration": "repeating", "duration_in_months": 12},
        {"percent_off": 10, "duration": "once"},
    ]
)


def sell(stripe: StripeInSandbox, shape: dict[str, Any]) -> Document:
    """Create a price in dollars that is sold in all other currencies, too."""
    made = selling.create_price(
        stripe.stage.account,
        currency="usd",
        product="prod_pro",
        recurring={"interval": "month", "usage_type": shape["usage_type"]},
        transform_quantity=shape["transform_quantity"],
        currency_options={currency: {"unit_amount": shape["elsewhere"]} for currency in CURRENCIES[1:]},
        **shape["amount"],
    )
    return {"price": made["id"], "quantity": shape["quantity"]}


async def shown(stripe: StripeInSandbox) -> Subscription:
    """Return the subscription after all webhooks were delivered and everything missing in them was fetched."""
    play = Play(under_test=stripe)
    await play.deliver([json.dumps(body).encode() for body in stripe.stage.sent()])
    for _ in range(3):
        await play.ask()
    facts = await play.storage.customer_records(CustomerId(ADA))
    assert facts is not None
    (subscription,) = assemble_billing(facts).subscriptions
    return subscription


@settings(max_examples=25)
@given(st.lists(prices, min_size=1, max_size=3), st.sampled_from(CURRENCIES), coupons)
async def test_shown_amount_is_the_amount_charged(
    shapes: list[dict[str, Any]], currency: str, coupon: dict[str, Any] | None
) -> None:
    with closing(StripeInSandbox()) as stripe:
        await assert_charged_as_shown(stripe, shapes, currency, coupon)


async def assert_charged_as_shown(
    stripe: StripeInSandbox, shapes: list[dict[str, Any]], currency: str, coupon: dict[str, Any] | None
) -> None:
    first, *beside = [sell(stripe, shape) for shape in shapes]
    made = stripe.stage.subscribe(
        first["price"],
        quantity=first["quantity"],
        beside=beside,
        currency=currency,
        subscription_data={"metadata": {"user_id": ADA}},
    )
    if coupon is not None:
        bought = discounts.create_coupon(stripe.stage.account, **coupon)
        discounts.attach(stripe.stage.account, made, [{"coupon": bought["id"]}])
    found = await shown(stripe)
    invoice = stripe.stage.invoices(made)[0]
    lines = {line["pricing"]["price_details"]["price"]: line["amount"] for line in invoice["lines"]["data"]}
    assert [item.id for item in found.items] == [first["price"], *(each["price"] for each in beside)]
    for item in found.items:
        for amount in (item.cost, item.price and item.price.with_amount(item.price.amount * (item.quantity or 0))):
            assert amount is None or (amount.amount, amount.currency) == (lines[item.id], currency.upper())
        assert item.pricing is not None
        assert item.pricing.currency == currency.upper()
    assert found.total in (None, _money(invoice["subtotal"], found.total))
    assert bool(found.discounts) is (coupon is not None)
    expected = next_charge(found, stripe.now)
    stripe.stage.move(days=31)
    renewed = stripe.stage.invoices(made)[-1]
    assert renewed["id"] != invoice["id"]
    assert expected in (None, _money(renewed["total"], expected))


def _money(amount: int, like: Money | None) -> Money | None:
    return like.with_amount(amount) if like is not None else None
