"""Scheduled pauses."""

from __future__ import annotations

from typing import Any

import pytest

from payment_sandbox.records import Document
from payment_sandbox.stripe.life import cancellation, pause_schedules, pausing, schedules, wallet
from payment_sandbox.stripe.objects.subscription import first_item
from payment_sandbox.stripe.refusal import Refusal
from sandbox.stripe.stage import Stage

DAY = 86_400


def planned(stage: Stage, subscription: Document, after: int, resume_after: int | None = None) -> Document:
    """Schedule a pause after this many days, optionally with a resumption."""
    now = stage.account.now()
    resume_at = None if resume_after is None else now + resume_after * DAY
    return pause_schedules.plan(stage.account, subscription["id"], now + after * DAY, resume_at)


def statuses(stage: Stage, schedule: Document) -> tuple[Any, Any]:
    (pause,) = stage.now(schedule)["pause_schedules"]
    return pause["pause"]["status"]["type"], pause["resume"] and pause["resume"]["status"]["type"]


def test_scheduled_pause_is_on_the_schedule_and_changes_nothing_yet(stage: Stage) -> None:
    subscription = stage.subscribe()
    schedule = planned(stage, subscription, 10, 20)
    assert stage.now(subscription) == {**subscription, "schedule": schedule["id"]}
    assert statuses(stage, schedule) == ("scheduled", "scheduled")
    assert stage.told() == [
        "subscription_schedule.created",
        "customer.subscription.updated",
        "subscription_schedule.updated",
    ]
    stage.validate()


def test_scheduled_pause_and_resumption_take_effect_on_time(stage: Stage) -> None:
    subscription = stage.subscribe()
    schedule = planned(stage, subscription, 10, 20)
    pause = schedule["pause_schedules"][0]
    stage.told()
    stage.move(days=11)
    paused = stage.now(subscription)
    assert (paused["status"], statuses(stage, schedule)) == ("paused", ("succeeded", "scheduled"))
    assert paused["status_details"]["paused"]["transitioned_at"] == pause["pause"]["pause_at"]
    assert stage.told() == ["customer.subscription.paused", "subscription_schedule.updated"]
    stage.move(days=10)
    resumed = stage.now(subscription)
    assert (resumed["status"], statuses(stage, schedule)) == ("active", ("succeeded", "succeeded"))
    assert first_item(resumed)["current_period_start"] == pause["resume"]["resume_at"]
    assert stage.told()[-2:] == ["customer.subscription.resumed", "subscription_schedule.updated"]
    stage.validate()


def test_pause_without_a_resumption_continues(stage: Stage) -> None:
    subscription = stage.subscribe()
    schedule = planned(stage, subscription, 40)
    stage.move(days=100)
    assert (stage.now(subscription)["status"], statuses(stage, schedule)) == ("paused", ("succeeded", None))


def test_released_schedule_pauses_nothing(stage: Stage) -> None:
    subscription = stage.subscribe()
    schedules.release(stage.account, planned(stage, subscription, 10)["id"])
    stage.move(days=11)
    assert stage.now(subscription) == subscription


def test_ended_subscription_is_not_paused(stage: Stage) -> None:
    subscription = stage.subscribe()
    planned(stage, subscription, 10)
    cancellation.at_once(stage.account, subscription["id"])
    stage.move(days=11)
    assert stage.now(subscription)["status"] == "canceled"


def test_past_due_subscription_is_not_paused(stage: Stage) -> None:
    subscription = stage.subscribe(last4="0341")
    schedule = planned(stage, subscription, 33)
    stage.move(days=34)
    assert (stage.now(subscription)["status"], statuses(stage, schedule)) == ("past_due", ("error", None))
    stage.validate()


def test_subscription_stays_paused_if_the_resumption_is_not_paid(stage: Stage) -> None:
    subscription = stage.subscribe()
    schedule = planned(stage, subscription, 10, 20)
    wallet.use_card(stage.account, subscription["customer"], "0341")
    stage.move(days=21)
    assert (stage.now(subscription)["status"], statuses(stage, schedule)) == ("paused", ("succeeded", "error"))


def test_planned_resumption_of_a_running_subscription_changes_nothing(stage: Stage) -> None:
    subscription = stage.subscribe()
    schedule = planned(stage, subscription, 10, 20)
    stage.move(days=11)
    resumed = pausing.resume(stage.account, subscription["id"])
    stage.move(days=10)
    assert (stage.now(subscription), statuses(stage, schedule)) == (resumed, ("succeeded", "error"))


def test_pause_must_be_in_the_future_and_within_the_schedule(stage: Stage) -> None:
    subscription = stage.subscribe()
    for after, resume_after in ((0, None), (100, None), (10, 10)):
        with pytest.raises(Refusal):
            planned(stage, subscription, after, resume_after)


def test_scheduled_pause_needs_a_running_subscription_without_a_schedule(stage: Stage) -> None:
    subscription = stage.subscribe()
    planned(stage, subscription, 10)
    with pytest.raises(Refusal):
        planned(stage, subscription, 11)
