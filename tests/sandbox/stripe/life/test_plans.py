"""Plan changes, immediately and at the end of the period."""

from __future__ import annotations

from typing import Any

import pytest

from payment_sandbox.stripe import catalogue
from payment_sandbox.stripe.life import plan_change, schedules, subscriptions
from payment_sandbox.stripe.objects.subscription import first_item
from payment_sandbox.stripe.refusal import Refusal
from sandbox.stripe.stage import Stage


def test_upgrade_is_charged_for_the_rest_of_the_period(stage: Stage) -> None:
    subscription = stage.subscribe()
    stage.move(days=15)
    how: dict[str, Any] = {"proration": "always_invoice", "ends_trial": True}
    due = plan_change.due_today(stage.account, subscription["id"], catalogue.PRO_MONTHLY, **how)
    plan_change.change_now(stage.account, subscription["id"], catalogue.PRO_MONTHLY, present=True, **how)
    events = stage.events()
    assert [each["type"] for each in events[:3]] == [
        "customer.subscription.updated",
        "invoice.created",
        "invoice.finalized",
    ]
    changed = stage.now(subscription)
    assert first_item(changed)["price"]["id"] == catalogue.PRO_MONTHLY
    assert first_item(changed)["current_period_end"] == first_item(subscription)["current_period_end"]
    assert set(events[0]["data"]["previous_attributes"]) == {"items", "latest_invoice"}
    invoice = stage.account.get("invoice", changed["latest_invoice"])
    assert (invoice["billing_reason"], invoice["status"]) == ("subscription_update", "paid")
    assert [line["amount"] for line in invoice["lines"]["data"]] == [-450, 950]
    assert invoice["amount_paid"] == due == 500


def test_change_from_monthly_to_yearly_starts_a_new_period(stage: Stage) -> None:
    subscription = stage.subscribe()
    stage.move(days=15)
    plan_change.change_now(stage.account, subscription["id"], catalogue.BASIC_YEARLY, present=True)
    changed = stage.now(subscription)
    assert first_item(changed)["current_period_start"] == stage.account.now()
    assert changed["billing_cycle_anchor"] == stage.account.now()
    invoice = stage.account.get("invoice", changed["latest_invoice"])
    assert [line["amount"] for line in invoice["lines"]["data"]] == [-450, 9000]


def test_proration_without_an_invoice_is_on_the_next_one(stage: Stage) -> None:
    subscription = stage.subscribe()
    stage.move(days=15)
    stage.told()
    plan_change.change_now(stage.account, subscription["id"], catalogue.PRO_MONTHLY)
    assert stage.told() == ["customer.subscription.updated"]
    stage.move(days=16)
    renewal = stage.invoices(subscription)[-1]
    assert [line["amount"] for line in renewal["lines"]["data"]] == [-450, 950, 1900]
    assert renewal["amount_paid"] == 2400


def test_negative_proration_becomes_customer_credit(stage: Stage) -> None:
    subscription = stage.subscribe(catalogue.PRO_YEARLY)
    plan_change.change_now(stage.account, subscription["id"], catalogue.BASIC_MONTHLY, present=True)
    invoice = stage.account.get("invoice", stage.now(subscription)["latest_invoice"])
    assert (invoice["total"], invoice["amount_due"], invoice["status"]) == (900 - 19_000, 0, "paid")
    assert stage.account.get("customer", subscription["customer"])["balance"] == 900 - 19_000
    stage.move(days=31)
    assert stage.account.get("customer", subscription["customer"])["balance"] == 2 * 900 - 19_000


def test_plan_change_during_a_trial_ends_it_unless_it_is_to_continue(stage: Stage) -> None:
    trial = {"trial_period_days": 14}
    first = stage.subscribe(subscription_data=trial)
    plan_change.change_now(stage.account, first["id"], catalogue.PRO_MONTHLY, ends_trial=True, present=True)
    assert stage.now(first)["status"] == "active"
    assert stage.invoices(first)[-1]["amount_paid"] == 1900
    second = stage.subscribe(subscription_data=trial)
    plan_change.change_now(stage.account, second["id"], catalogue.PRO_MONTHLY)
    assert stage.now(second)["status"] == "trialing"
    assert len(stage.invoices(second)) == 1


def test_downgrade_waits_for_the_end_of_the_period(stage: Stage) -> None:
    subscription = stage.subscribe(catalogue.PRO_MONTHLY)
    made = schedules.change_at_period_end(stage.account, subscription["id"], catalogue.BASIC_MONTHLY)
    assert stage.told() == [
        "subscription_schedule.created",
        "customer.subscription.updated",
        "subscription_schedule.updated",
    ]
    assert first_item(stage.now(subscription))["price"]["id"] == catalogue.PRO_MONTHLY
    stage.move(days=30, hours=1)
    changed = stage.now(subscription)
    assert first_item(changed)["price"]["id"] == catalogue.BASIC_MONTHLY
    assert stage.told()[:3] == [
        "subscription_schedule.updated",
        "customer.subscription.updated",
        "invoice.created",
    ]
    assert stage.invoices(subscription)[-1]["amount_paid"] == 900
    assert stage.now(made)["status"] == "active"
    stage.move(days=31)
    assert stage.told()[:2] == ["subscription_schedule.released", "customer.subscription.updated"]
    assert (stage.now(made)["status"], stage.now(subscription)["schedule"]) == ("released", None)


def test_schedule_can_be_released_or_cancelled(stage: Stage) -> None:
    first, second = stage.subscribe(catalogue.PRO_MONTHLY), stage.subscribe(catalogue.PRO_MONTHLY)
    released = schedules.change_at_period_end(stage.account, first["id"], catalogue.BASIC_MONTHLY)
    schedules.release(stage.account, released["id"])
    canceled = schedules.change_at_period_end(stage.account, second["id"], catalogue.BASIC_MONTHLY)
    schedules.cancel(stage.account, canceled["id"])
    assert (stage.now(first)["status"], stage.now(first)["schedule"]) == ("active", None)
    assert (stage.now(second)["status"], stage.now(canceled)["status"]) == ("canceled", "canceled")
    with pytest.raises(Refusal):
        schedules.release(stage.account, released["id"])


def test_api_changes_the_plan_too(stage: Stage) -> None:
    subscription = stage.subscribe()
    item = {"id": first_item(subscription)["id"], "price": catalogue.PRO_MONTHLY}
    subscriptions.update(stage.account, subscription["id"], items=[item], proration_behavior="none")
    assert stage.told() == ["customer.subscription.updated"]
    assert first_item(stage.now(subscription))["price"]["id"] == catalogue.PRO_MONTHLY


def test_one_off_price_is_not_a_plan(stage: Stage) -> None:
    subscription = stage.subscribe()
    with pytest.raises(Refusal):
        plan_change.change_now(stage.account, subscription["id"], catalogue.LIFETIME)
