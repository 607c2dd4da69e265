"""Cancelling, pausing and deleting."""

from __future__ import annotations

import pytest

from payment_sandbox.stripe import catalogue
from payment_sandbox.stripe.life import cancellation, customers, pausing, schedules, subscriptions
from payment_sandbox.stripe.objects.subscription import first_item
from payment_sandbox.stripe.refusal import Refusal
from sandbox.stripe.stage import Stage


def test_portal_schedules_a_cancellation_by_its_time_alone(stage: Stage) -> None:
    subscription = stage.subscribe()
    cancellation.at_period_end(stage.account, subscription["id"], feedback="unused")
    planned = stage.now(subscription)
    assert planned["cancel_at"] == first_item(subscription)["current_period_end"]
    assert (planned["cancel_at_period_end"], planned["status"]) == (False, "active")
    assert planned["cancellation_details"]["feedback"] == "unused"
    (event,) = stage.events()
    assert event["data"]["previous_attributes"] == {
        "cancel_at": None,
        "canceled_at": None,
        "cancellation_details": {"feedback": None, "reason": None},
    }


def test_scheduled_cancellation_takes_effect(stage: Stage) -> None:
    subscription = stage.subscribe()
    cancellation.at_period_end(stage.account, subscription["id"])
    stage.move(days=40)
    ended = stage.now(subscription)
    assert (ended["status"], ended["ended_at"]) == ("canceled", first_item(subscription)["current_period_end"])
    assert stage.told() == ["customer.subscription.updated", "customer.subscription.deleted"]
    assert len(stage.invoices(subscription)) == 1


def test_undone_cancellation_does_not_take_effect(stage: Stage) -> None:
    subscription = stage.subscribe()
    cancellation.at_period_end(stage.account, subscription["id"])
    cancellation.undo(stage.account, subscription["id"])
    assert stage.now(subscription) == subscription
    stage.move(days=31)
    assert stage.now(subscription)["status"] == "active"


def test_api_schedules_cancellations_in_its_own_ways(stage: Stage) -> None:
    subscription = stage.subscribe()
    id_, end = subscription["id"], first_item(subscription)["current_period_end"]
    ways = [
        ({"cancel_at_period_end": True}, (end, True)),
        ({"cancel_at_period_end": False}, (None, False)),
        ({"cancel_at": end - 86_400}, (end - 86_400, False)),
        ({"cancel_at": ""}, (None, False)),
        ({"cancel_at": "min_period_end"}, (end, False)),
    ]
    for changes, expected in ways:
        after = subscriptions.update(stage.account, id_, **changes)
        assert (after["cancel_at"], after["cancel_at_period_end"]) == expected


def test_immediate_cancellation_ends_the_subscription(stage: Stage) -> None:
    subscription = stage.subscribe()
    subscriptions.cancel(stage.account, subscription["id"], cancellation_details={"comment": "bye"})
    assert stage.told() == ["customer.subscription.deleted"]
    with pytest.raises(Refusal):
        subscriptions.cancel(stage.account, subscription["id"])
    with pytest.raises(Refusal):
        subscriptions.update(stage.account, subscription["id"], cancel_at="")
    stage.move(days=31)
    assert stage.told() == []


def test_schedule_excludes_a_separate_cancellation(stage: Stage) -> None:
    subscription = stage.subscribe(catalogue.PRO_MONTHLY)
    schedules.change_at_period_end(stage.account, subscription["id"], catalogue.BASIC_MONTHLY)
    with pytest.raises(Refusal):
        subscriptions.update(stage.account, subscription["id"], cancel_at_period_end=True)


@pytest.mark.parametrize(
    ("behavior", "status", "events"),
    [
        ("keep_as_draft", "draft", ["invoice.updated"]),
        ("void", "void", ["invoice.finalized", "payment_intent.created", "invoice.updated", "invoice.voided"]),
        (
            "mark_uncollectible",
            "uncollectible",
            ["invoice.finalized", "payment_intent.created", "invoice.updated", "invoice.marked_uncollectible"],
        ),
    ],
)
def test_paused_collection_collects_no_invoices(stage: Stage, behavior: str, status: str, events: list[str]) -> None:
    subscription = stage.subscribe()
    pausing.pause_collection(stage.account, subscription["id"], behavior)
    stage.told()
    stage.move(days=31)
    assert stage.now(subscription)["status"] == "active"
    assert stage.invoices(subscription)[-1]["status"] == status
    assert stage.told()[:2] == ["customer.subscription.updated", "invoice.created"]
    stage.validate()
    assert [each["type"] for each in stage.records.all("event")][-len(events) :] == events


def test_collection_resumes_on_time(stage: Stage) -> None:
    subscription = stage.subscribe()
    pausing.pause_collection(stage.account, subscription["id"], "void", stage.account.now() + 5 * 86_400)
    stage.move(days=5)
    assert stage.now(subscription)["pause_collection"] is None
    assert stage.told() == ["customer.subscription.updated", "customer.subscription.updated"]


def test_paused_subscription_has_no_periods_until_it_is_resumed(stage: Stage) -> None:
    subscription = stage.subscribe()
    pausing.pause(stage.account, subscription["id"])
    stage.move(days=100)
    assert stage.told() == ["customer.subscription.paused"]
    pausing.resume(stage.account, subscription["id"])
    resumed = stage.now(subscription)
    assert (resumed["status"], resumed["status_details"]) == ("active", None)
    assert first_item(resumed)["current_period_start"] == stage.account.now()
    assert stage.told()[-1] == "customer.subscription.resumed"
    with pytest.raises(Refusal):
        pausing.resume(stage.account, subscription["id"])


def test_trial_without_a_card_is_paused_or_ended(stage: Stage) -> None:
    for what, status in (("pause", "paused"), ("cancel", "canceled")):
        settings = {"end_behavior": {"missing_payment_method": what}}
        subscription = stage.subscribe(subscription_data={"trial_period_days": 14, "trial_settings": settings})
        subscriptions.update(stage.account, subscription["id"], default_payment_method=None)
        stage.move(days=14)
        assert stage.now(subscription)["status"] == status


def test_deleted_customer_ends_their_subscriptions(stage: Stage) -> None:
    subscription = stage.subscribe()
    customers.delete(stage.account, subscription["customer"])
    assert stage.told() == ["customer.subscription.deleted", "customer.deleted"]
    gone = stage.account.get("customer", subscription["customer"])
    assert gone == {"id": subscription["customer"], "object": "customer", "deleted": True}
    with pytest.raises(Refusal):
        customers.update(stage.account, subscription["customer"], name="Ada")


def test_customer_update_event_has_the_previous_attributes(stage: Stage) -> None:
    ada = customers.create(stage.account, email="ada@example.com", metadata={"user_id": "user_ada"})
    stage.told()
    customers.update(stage.account, ada["id"], email="ada@example.org", metadata={"plan": "trial"})
    (event,) = stage.events()
    assert event["data"]["previous_attributes"] == {"email": "ada@example.com", "metadata": {"plan": None}}
    assert customers.update(stage.account, ada["id"], metadata={"plan": ""})["metadata"] == {"user_id": "user_ada"}
    assert customers.update(stage.account, ada["id"], metadata="")["metadata"] == {}


def test_end_of_a_subscription_stops_its_collection(stage: Stage) -> None:
    subscription = stage.subscribe(last4="0341")
    stage.move(days=30)
    customers.delete(stage.account, subscription["customer"])
    stage.move(days=30)
    renewal = stage.invoices(subscription)[-1]
    assert (renewal["status"], renewal["auto_advance"]) == ("draft", False)
    overdue = stage.subscribe(last4="0341")
    stage.move(days=32)
    cancellation.at_once(stage.account, overdue["id"])
    stage.move(days=30)
    assert stage.invoices(overdue)[-1]["attempt_count"] == 1


def test_paused_subscription_ends_at_its_scheduled_time(stage: Stage) -> None:
    subscription = stage.subscribe()
    pausing.pause(stage.account, subscription["id"])
    planned = cancellation.at_period_end(stage.account, subscription["id"])
    stage.move(days=40)
    ended = stage.now(subscription)
    assert (ended["status"], ended["ended_at"]) == ("canceled", planned["cancel_at"])


def test_paused_subscription_whose_period_is_over_is_cancelled_immediately(stage: Stage) -> None:
    subscription = stage.subscribe()
    stage.move(days=1)
    pausing.pause(stage.account, subscription["id"])
    stage.move(days=40)
    now = stage.account.now()
    cancellation.at_period_end(stage.account, subscription["id"])
    stage.move(minutes=1)
    ended = stage.now(subscription)
    assert (ended["status"], ended["ended_at"]) == ("canceled", now)
    told = {event["type"]: event["created"] for event in stage.events()}
    assert told["customer.subscription.updated"] == told["customer.subscription.deleted"] == now
