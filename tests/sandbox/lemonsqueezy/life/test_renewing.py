"""Renewals: paid, failed, retried, recovered and given up."""

from __future__ import annotations

import pytest

from payment_sandbox.lemonsqueezy.cards import DECLINED, FAILING, OTHER
from payment_sandbox.lemonsqueezy.life.pausing import pause, unpause
from payment_sandbox.lemonsqueezy.life.payment_method import update_payment_method
from payment_sandbox.lemonsqueezy.refusal import CardDeclined
from sandbox.lemonsqueezy.stage import Stage


def test_paid_renewal_moves_the_period(stage: Stage) -> None:
    subscription = stage.subscribe()
    stage.told()
    stage.move(days=30)
    assert stage.told() == ["subscription_payment_success", "subscription_updated"]
    told = stage.now(subscription)
    assert (told["status"], told["renews_at"]) == ("active", "2027-01-01T10:00:00.000000Z")
    assert told["updated_at"] == "2026-12-01T10:00:00.000000Z"
    assert [each["billing_reason"] for each in stage.invoices(subscription)] == ["initial", "renewal"]


def test_renewal_returns_to_the_last_day_of_the_month(stage: Stage) -> None:
    stage.move(days=30 + 30)
    subscription = stage.subscribe()
    days = []
    for _ in range(3):
        days.append(stage.now(subscription)["renews_at"][:10])
        stage.move(days=31)
    assert days == ["2027-01-31", "2027-02-28", "2027-03-31"]


def test_failed_renewal_is_past_due_and_retried_four_times(stage: Stage) -> None:
    subscription = stage.subscribe(card=FAILING)
    stage.told()
    stage.move(days=30)
    assert stage.told() == ["subscription_payment_failed", "subscription_updated"]
    told = stage.now(subscription)
    assert (told["status"], told["renews_at"]) == ("past_due", "2026-12-04T10:00:00.000000Z")
    assert stage.invoices(subscription)[-1]["status"] == "pending"
    assert stage.invoices(subscription)[-1]["urls"] == {"invoice_url": None}
    stage.move(days=14)
    assert stage.told() == ["subscription_payment_failed", "subscription_updated"] * 4
    assert stage.now(subscription)["status"] == "unpaid"
    assert len(stage.invoices(subscription)) == 2


def test_unpaid_subscription_expires(stage: Stage) -> None:
    subscription = stage.subscribe(card=FAILING)
    stage.move(days=30 + 14)
    stage.told()
    stage.move(days=14)
    assert stage.told() == ["subscription_expired", "subscription_updated"]
    told = stage.now(subscription)
    assert (told["status"], told["ends_at"]) == ("expired", "2026-12-29T10:00:00.000000Z")
    assert stage.invoices(subscription)[-1]["status"] == "void"
    stage.move(days=400)
    assert stage.told() == []


@pytest.mark.parametrize(("days", "status"), [(30, "past_due"), (44, "unpaid")])
def test_new_card_pays_the_open_invoice(stage: Stage, days: int, status: str) -> None:
    subscription = stage.subscribe(card=FAILING)
    stage.move(days=days)
    assert stage.now(subscription)["status"] == status
    stage.told()
    update_payment_method(stage.shop, stage.fresh(subscription), OTHER)
    assert stage.told() == [
        "subscription_payment_recovered",
        "subscription_payment_success",
        "subscription_updated",
    ]
    told = stage.now(subscription)
    assert (told["status"], told["renews_at"]) == ("active", "2027-01-01T10:00:00.000000Z")
    assert (told["card_brand"], told["card_last_four"]) == ("mastercard", "4444")
    assert stage.invoices(subscription)[-1]["status"] == "paid"


def test_declined_card_keeps_the_old_one(stage: Stage) -> None:
    subscription = stage.subscribe()
    with pytest.raises(CardDeclined):
        update_payment_method(stage.shop, stage.fresh(subscription), DECLINED)
    assert stage.now(subscription)["card_last_four"] == "4242"


def test_trial_with_a_failing_card_is_past_due(stage: Stage) -> None:
    trying = stage.subscribe(stage.variant_with_trial(), card=FAILING)
    stage.move(days=14)
    told = stage.now(trying)
    assert (told["status"], told["trial_ends_at"]) == ("past_due", None)


def test_years_of_renewals_are_each_paid_once(stage: Stage) -> None:
    subscription = stage.subscribe()
    stage.move(days=365 * 2)
    invoices = stage.invoices(subscription)
    assert len(invoices) == 1 + 23
    assert len({each["created_at"][:7] for each in invoices}) == 24


def test_pause_voids_the_open_invoice(stage: Stage) -> None:
    subscription = stage.subscribe(card=FAILING)
    stage.move(days=30)
    pause(stage.shop, stage.fresh(subscription), "void", None)
    assert stage.invoices(subscription)[-1]["status"] == "void"
    unpause(stage.shop, stage.fresh(subscription))
    told = stage.now(subscription)
    assert (told["status"], told["renews_at"]) == ("active", "2027-01-01T10:00:00.000000Z")
