"""Refunds."""

from __future__ import annotations

import pytest

from payment_sandbox.lemonsqueezy.life.refunding import refund
from payment_sandbox.lemonsqueezy.refusal import Refusal
from payment_sandbox.records import Document
from sandbox.lemonsqueezy.stage import Stage


def test_partial_refund_has_the_cumulative_amount(stage: Stage) -> None:
    order = stage.buy(stage.variant("Lifetime"))
    stage.told()
    for cents in (4000, 1000):
        refund(stage.shop, stage.fresh(order), cents)
    assert stage.told() == ["order_refunded", "order_refunded"]
    told = stage.now(order)
    assert (told["status"], told["refunded"], told["refunded_amount"]) == ("partial_refund", False, 5000)
    assert (told["refunded_amount_usd"], told["refunded_amount_formatted"]) == (5000, "$50.00")
    assert told["refunded_at"] is not None


def test_full_refund_has_its_own_status(stage: Stage) -> None:
    order = stage.buy(stage.variant("Lifetime"))
    refund(stage.shop, stage.fresh(order), 4000)
    refund(stage.shop, stage.fresh(order), None)
    told = stage.now(order)
    assert (told["status"], told["refunded"], told["refunded_amount"]) == ("refunded", True, 149_00)


def test_refund_above_the_remaining_amount_is_refused(stage: Stage) -> None:
    order = stage.buy(stage.variant("Lifetime"))
    stage.told()
    for cents in (149_01, 0, -1):
        with pytest.raises(Refusal):
            refund(stage.shop, stage.fresh(order), cents)
    refund(stage.shop, stage.fresh(order), None)
    with pytest.raises(Refusal):
        refund(stage.shop, stage.fresh(order), 1)
    assert stage.told() == ["order_refunded"]


def test_first_payment_of_a_subscription_is_refunded_as_order_and_as_invoice(stage: Stage) -> None:
    first, second = stage.subscribe(), stage.subscribe(email="ben@example.com")
    stage.told()
    refund(stage.shop, stage.shop.resources.the("orders", first["attributes"]["order_id"]), 500)
    assert stage.told() == ["order_refunded", "subscription_payment_refunded"]
    refund(stage.shop, initial(stage, second), 500)
    assert stage.told() == ["subscription_payment_refunded", "order_refunded"]
    assert stage.invoices(first)[0]["refunded_amount"] == 500
    assert stage.shop.resources.the("orders", second["attributes"]["order_id"])["attributes"]["refunded_amount"] == 500


def test_refunded_renewal_leaves_the_subscription_active(stage: Stage) -> None:
    subscription = stage.subscribe()
    stage.move(days=30)
    stage.told()
    refund(stage.shop, renewal(stage, subscription), None)
    assert stage.told() == ["subscription_payment_refunded"]
    assert [each["status"] for each in stage.invoices(subscription)] == ["paid", "refunded"]
    assert stage.now(subscription)["status"] == "active"


def initial(stage: Stage, subscription: Document) -> Document:
    return list(stage.shop.resources.newest("subscription-invoices", "subscription_id", int(subscription["id"])))[-1]


def renewal(stage: Stage, subscription: Document) -> Document:
    return next(stage.shop.resources.newest("subscription-invoices", "subscription_id", int(subscription["id"])))
