"""Subscriptions paused after a failed payment."""

from __future__ import annotations

import pytest

from payment_sandbox.stripe import catalogue
from payment_sandbox.stripe.life import pausing, plan_change, schedules, standing, wallet
from sandbox.stripe.stage import Stage

REASONS = {"first": "first_payment_failure", "last": "final_payment_failure"}
RETRIES = 3 + 5 + 7


@pytest.mark.parametrize(("attempt", "days"), [("first", 30), ("last", 30 + RETRIES)])
def test_subscription_is_paused_after_the_chosen_attempt(stage: Stage, attempt: str, days: int) -> None:
    standing.choose(stage.account, attempt, "pause")
    subscription = stage.subscribe(last4="0341")
    stage.move(days=days)
    stage.told()
    stage.move(hours=1)
    assert stage.told()[-1] == "customer.subscription.paused"
    paused = stage.now(subscription)
    assert paused["status"] == "paused"
    assert paused["status_details"]["paused"]["subscription"]["type"] == REASONS[attempt]
    assert [each["status"] for each in stage.invoices(subscription)] == ["paid", "open"]


def test_paused_subscription_creates_no_invoices_while_the_open_one_is_collected(stage: Stage) -> None:
    standing.choose(stage.account, "first", "pause")
    subscription = stage.subscribe(last4="0341")
    stage.move(days=31)
    wallet.use_card(stage.account, subscription["customer"], "4242")
    stage.move(days=60)
    assert [each["status"] for each in stage.invoices(subscription)] == ["paid", "paid"]
    assert stage.now(subscription)["status"] == "paused"
    assert pausing.resume(stage.account, subscription["id"])["status"] == "active"


def test_last_failure_has_no_effect_if_the_first_one_paused_the_subscription(stage: Stage) -> None:
    standing.choose(stage.account, "first", "pause")
    subscription = stage.subscribe(last4="0341")
    stage.move(days=30 + RETRIES, hours=1)
    assert stage.now(subscription)["status"] == "paused"
    assert stage.invoices(subscription)[-1]["attempt_count"] == 4


@pytest.mark.parametrize(("attempt", "status"), [("first", "past_due"), ("last", "canceled")])
def test_subscription_with_a_schedule_cannot_be_paused(stage: Stage, attempt: str, status: str) -> None:
    standing.choose(stage.account, attempt, "pause")
    subscription = stage.subscribe(last4="0341")
    schedules.change_at_period_end(stage.account, subscription["id"], catalogue.PRO_MONTHLY)
    stage.move(days=31 if attempt == "first" else 31 + RETRIES)
    assert stage.now(subscription)["status"] == status


def test_failed_payment_of_an_upgrade_pauses_nothing(stage: Stage) -> None:
    standing.choose(stage.account, "first", "pause")
    subscription = stage.subscribe(last4="0341")
    plan_change.change_now(stage.account, subscription["id"], catalogue.PRO_MONTHLY, proration="always_invoice")
    assert stage.invoices(subscription)[-1]["billing_reason"] == "subscription_update"
    assert stage.now(subscription)["status"] == "past_due"
