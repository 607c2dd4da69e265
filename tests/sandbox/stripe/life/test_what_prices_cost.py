"""Package prices, currencies and discounts are billed as Stripe bills them."""

from __future__ import annotations

from typing import Any

import pytest

from payment_sandbox.records import Document
from payment_sandbox.stripe import catalogue
from payment_sandbox.stripe.life import catalogue as selling
from payment_sandbox.stripe.life import discounts
from payment_sandbox.stripe.refusal import Refusal
from sandbox.stripe.stage import Stage


def price_of(stage: Stage, **shape: Any) -> str:
    given = {"currency": "usd", "product": "prod_pro", "recurring": {"interval": "month"}, **shape}
    return str(selling.create_price(stage.account, **given)["id"])


def latest(stage: Stage, subscription: Document) -> Document:
    return stage.invoices(subscription)[-1]


@pytest.mark.parametrize(
    ("shape", "quantity", "expected"),
    [
        ({"unit_amount": 1900}, 3, 5700),
        ({"unit_amount": 5000, "transform_quantity": {"divide_by": 10, "round": "up"}}, 25, 15000),
        ({"unit_amount": 5000, "transform_quantity": {"divide_by": 10, "round": "down"}}, 25, 10000),
        ({"unit_amount_decimal": "0.8"}, 100, 80),
        ({"unit_amount": 2, "recurring": {"interval": "month", "usage_type": "metered"}}, 1, 0),
    ],
    ids=["per unit", "per package", "per whole package", "below a cent", "metered"],
)
def test_first_invoice_follows_the_price(stage: Stage, shape: dict[str, Any], quantity: int, expected: int) -> None:
    subscription = stage.subscribe(price_of(stage, **shape), quantity=quantity)
    assert latest(stage, subscription)["total"] == expected
    stage.validate()


def test_price_is_charged_in_the_currency_of_the_checkout_and_keeps_its_own(stage: Stage) -> None:
    price = price_of(stage, unit_amount=1900, currency_options={"eur": {"unit_amount": 1700}})
    subscription = stage.subscribe(price, currency="eur")
    assert (subscription["currency"], subscription["items"]["data"][0]["price"]["currency"]) == ("eur", "usd")
    invoice = latest(stage, subscription)
    assert (invoice["currency"], invoice["amount_paid"]) == ("eur", 1700)
    stage.move(days=32)
    assert latest(stage, subscription)["amount_paid"] == 1700
    stage.validate()


def test_currency_that_a_price_does_not_have_is_refused(stage: Stage) -> None:
    with pytest.raises(Refusal):
        stage.checkout(currency="eur")


def test_several_items_are_billed_together(stage: Stage) -> None:
    subscription = stage.subscribe(catalogue.PRO_MONTHLY, beside=[{"price": catalogue.BASIC_MONTHLY, "quantity": 2}])
    assert latest(stage, subscription)["amount_paid"] == 3700


@pytest.mark.parametrize(
    ("coupon", "expected"),
    [
        ({"percent_off": 50, "duration": "forever"}, [900, 450, 450, 450]),
        ({"percent_off": 50, "duration": "once"}, [900, 450, 900, 900]),
        ({"percent_off": 100, "duration": "repeating", "duration_in_months": 2}, [900, 0, 900, 900]),
        (
            {"amount_off": 400, "currency": "usd", "duration": "repeating", "duration_in_months": 3},
            [900, 500, 500, 900],
        ),
    ],
    ids=["forever", "once", "two months", "three months"],
)
def test_discount_applies_to_invoices_for_its_duration(
    stage: Stage, coupon: dict[str, Any], expected: list[int]
) -> None:
    subscription = stage.subscribe()
    made = discounts.create_coupon(stage.account, **coupon)
    discounts.attach(stage.account, subscription, [{"coupon": made["id"]}])
    for _ in range(3):
        stage.move(days=31)
    assert [invoice["total"] for invoice in stage.invoices(subscription)] == expected
    going_on = stage.now(subscription)["discounts"]
    assert bool(going_on) is (coupon["duration"] == "forever")
    stage.validate()
