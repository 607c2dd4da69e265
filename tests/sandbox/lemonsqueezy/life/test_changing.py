"""Cancelling, resuming, pausing and plan changes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from payment_sandbox.lemonsqueezy.cards import FAILING
from payment_sandbox.lemonsqueezy.life.cancelling import cancel, resume
from payment_sandbox.lemonsqueezy.life.changing_plan import change_plan, change_quantity
from payment_sandbox.lemonsqueezy.life.pausing import Mode, pause, unpause
from payment_sandbox.lemonsqueezy.refusal import Refusal
from sandbox.lemonsqueezy.stage import NOW, Stage


def test_cancelled_subscription_runs_until_the_end_of_its_period(stage: Stage) -> None:
    subscription = stage.subscribe()
    stage.told()
    stage.move(days=10)
    cancel(stage.shop, stage.fresh(subscription))
    assert stage.told() == ["subscription_cancelled", "subscription_updated"]
    told = stage.now(subscription)
    assert (told["status"], told["cancelled"]) == ("cancelled", True)
    assert told["ends_at"] == told["renews_at"] == "2026-12-01T10:00:00.000000Z"
    stage.move(days=20)
    assert stage.told() == ["subscription_expired", "subscription_updated"]
    told = stage.now(subscription)
    assert (told["status"], told["cancelled"]) == ("expired", True)
    assert told["ends_at"] == "2026-12-01T10:00:00.000000Z"


def test_resumed_subscription_is_as_if_never_cancelled(stage: Stage) -> None:
    subscription = stage.subscribe()
    before = stage.now(subscription)
    stage.move(days=1)
    cancel(stage.shop, stage.fresh(subscription))
    stage.told()
    resume(stage.shop, stage.fresh(subscription))
    assert stage.told() == ["subscription_resumed", "subscription_updated"]
    after = stage.now(subscription)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"updated_at", "urls"}
    stage.move(days=29)
    assert stage.now(subscription)["status"] == "active"


def test_cancelled_trial_ends_on_time_and_is_a_trial_again_when_resumed(stage: Stage) -> None:
    trying = stage.subscribe(stage.variant_with_trial())
    cancel(stage.shop, stage.fresh(trying))
    told = stage.now(trying)
    assert (told["status"], told["ends_at"]) == ("cancelled", told["trial_ends_at"])
    resume(stage.shop, stage.fresh(trying))
    assert stage.now(trying)["status"] == "on_trial"


def test_past_due_subscription_is_past_due_again_when_resumed(stage: Stage) -> None:
    subscription = stage.subscribe(card=FAILING)
    stage.move(days=30)
    cancel(stage.shop, stage.fresh(subscription))
    assert stage.now(subscription)["status"] == "cancelled"
    resume(stage.shop, stage.fresh(subscription))
    assert stage.now(subscription)["status"] == "past_due"


def test_expired_subscription_cannot_be_changed(stage: Stage) -> None:
    subscription = stage.subscribe()
    cancel(stage.shop, stage.fresh(subscription))
    stage.move(days=30)
    stage.told()
    for change in (cancel, resume, unpause):
        with pytest.raises(Refusal):
            change(stage.shop, stage.fresh(subscription))
    with pytest.raises(Refusal):
        change_plan(stage.shop, stage.fresh(subscription), stage.variant("Basic"), "never")
    assert stage.told() == []


@pytest.mark.parametrize("mode", ["void", "free"])
def test_pause_stops_collection_until_it_ends(stage: Stage, mode: Mode) -> None:
    subscription = stage.subscribe()
    stage.told()
    pause(stage.shop, stage.fresh(subscription), mode, NOW + timedelta(days=40))
    assert stage.told() == ["subscription_paused", "subscription_updated"]
    told = stage.now(subscription)
    assert told["status"] == "paused"
    assert told["pause"] == {"mode": mode, "resumes_at": "2026-12-11T10:00:00.000000Z"}
    stage.move(days=40)
    assert stage.told() == ["subscription_updated", "subscription_unpaused", "subscription_updated"]
    told = stage.now(subscription)
    assert (told["status"], told["pause"], told["renews_at"]) == ("active", None, "2027-01-01T10:00:00.000000Z")
    assert len(stage.invoices(subscription)) == 1
    stage.move(days=21)
    assert len(stage.invoices(subscription)) == 2


def test_pause_without_an_end_lasts_until_it_is_ended(stage: Stage) -> None:
    subscription = stage.subscribe()
    pause(stage.shop, stage.fresh(subscription), "void", None)
    stage.move(days=100)
    assert stage.now(subscription)["status"] == "paused"
    stage.told()
    unpause(stage.shop, stage.fresh(subscription))
    assert stage.told() == ["subscription_unpaused", "subscription_updated"]


def test_upgrade_applies_and_bills_the_prorated_difference_immediately(stage: Stage) -> None:
    subscription = stage.subscribe(stage.variant("Basic"))
    stage.told()
    stage.move(days=15)
    change_plan(stage.shop, stage.fresh(subscription), stage.variant("Pro"), "at once")
    assert stage.told() == [
        "subscription_payment_success",
        "subscription_updated",
        "subscription_plan_changed",
    ]
    told, invoice = stage.now(subscription), stage.invoices(subscription)[-1]
    assert (told["product_name"], told["variant_id"]) == ("Pro", int(stage.variant("Pro")["id"]))
    assert told["renews_at"] == "2026-12-01T10:00:00.000000Z"
    assert (invoice["billing_reason"], invoice["total"]) == ("updated", 500)
    stage.move(days=15)
    assert stage.invoices(subscription)[-1]["total"] == 1900


def test_plan_change_is_settled_with_the_next_renewal_by_default(stage: Stage) -> None:
    cheaper, dearer, unsettled = stage.subscribe(), stage.subscribe(stage.variant("Basic")), stage.subscribe()
    stage.move(days=15)
    change_plan(stage.shop, stage.fresh(cheaper), stage.variant("Basic"), "with the next renewal")
    change_plan(stage.shop, stage.fresh(dearer), stage.variant("Pro"), "with the next renewal")
    change_plan(stage.shop, stage.fresh(unsettled), stage.variant("Basic"), "never")
    stage.move(days=15)
    totals = [stage.invoices(each)[-1]["total"] for each in (cheaper, dearer, unsettled)]
    assert totals == [900 - 500, 1900 + 500, 900]


def test_credit_above_a_renewal_lasts_for_several(stage: Stage) -> None:
    subscription = stage.subscribe(stage.variant("Pro", "Yearly"))
    stage.move(days=1)
    change_plan(stage.shop, stage.fresh(subscription), stage.variant("Basic", "Yearly"), "with the next renewal")
    stage.move(days=364)
    assert stage.invoices(subscription)[-1]["total"] == 0
    stage.move(days=366)
    assert stage.invoices(subscription)[-1]["total"] == 9000 - (round(10000 * 364 / 365) - 9000)


def test_quantity_change_updates_the_item_and_not_the_subscription(stage: Stage) -> None:
    subscription = stage.subscribe()
    before = stage.now(subscription)
    stage.move(days=1)
    stage.told()
    item = stage.shop.resources.first("subscription-items", "subscription_id", int(subscription["id"]))
    assert item is not None
    change_quantity(stage.shop, item, 3, "never")
    assert stage.told() == ["subscription_updated"]
    after = stage.now(subscription)
    assert after["updated_at"] == before["updated_at"]
    assert after["first_subscription_item"]["updated_at"] > before["first_subscription_item"]["updated_at"]
    assert after["first_subscription_item"]["quantity"] == 3
    stage.move(days=29)
    assert stage.invoices(subscription)[-1]["total"] == 3 * 1900
