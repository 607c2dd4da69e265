"""Authorizations that are captured in full, in part or not at all."""

from __future__ import annotations

import pytest

from domain.money import Money
from domain.purchases.facet import PaymentStatus
from fixtures.stripe.payloads import event, variant
from unit.providers.stripe.reading import told


def euros(cents: int) -> Money:
    return Money(amount=cents, currency="EUR")


@pytest.mark.parametrize(("type_", "captured"), [("charge.captured", 4000), ("charge.expired", 0)])
def test_released_amount_is_neither_paid_nor_refunded(type_: str, captured: int) -> None:
    charge = told(event(type_)["data"]["object"], type_)
    assert (charge.captured, charge.refunded) == (euros(captured), euros(0))


@pytest.mark.parametrize(("refunded_in_all", "whole", "refunded"), [(3900, False, 2000), (5900, True, 4000)])
def test_refund_of_a_captured_part_is_distinguished_from_the_released_amount(
    refunded_in_all: int, *, whole: bool, refunded: int
) -> None:
    captured = event("charge.captured")["data"]["object"]
    later = captured | {"amount_refunded": refunded_in_all, "refunded": whole}
    assert told(later, "charge.refunded").refunded == euros(refunded)


@pytest.mark.parametrize(
    ("type_", "status"),
    [
        ("payment_intent.amount_capturable_updated", PaymentStatus.PENDING),
        ("payment_intent.canceled", PaymentStatus.FAILED),
    ],
)
def test_authorization_is_pending_until_it_has_failed(type_: str, status: PaymentStatus) -> None:
    intent = told(event(type_)["data"]["object"], type_)
    assert (intent.status, intent.confirms_one_off) == (status, True)


def test_paid_amount_of_an_authorization_is_the_captured_amount() -> None:
    intent = told(variant("payment_intent.captured_in_part"), "payment_intent.succeeded")
    assert (intent.status, intent.total) == (PaymentStatus.PAID, euros(4000))


def test_cancelled_untried_payment_does_not_confirm_a_purchase() -> None:
    untried = event("payment_intent.canceled")["data"]["object"] | {"latest_charge": None}
    assert not told(untried, "payment_intent.canceled").confirms_one_off
