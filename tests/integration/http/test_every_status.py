"""Every documented status can occur, with its access and its intents."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from domain.intent import Intent
from domain.mirror.snapshot import ObjectKind, Snapshot
from domain.purchases.facet import DisputeStatus, PaymentStatus
from domain.subscription import ScheduleSnapshot, SubscriptionStatus
from examples import (
    MONTH,
    NOON,
    claim,
    pushed,
    ref,
    told_charge,
    told_dispute,
    told_payment,
    told_phase,
    told_subscription,
)
from integration.http.api import Api, is_problem

ORDERED = claim(kind=ObjectKind.ORDER, subject="order")
BY_STATUS = {
    "incomplete": (False, "incomplete"),
    "trialing": (True, "trialing"),
    "active": (True, "subscription_active"),
    "past_due": (True, "past_due_grace"),
    "unpaid": (False, "unpaid"),
    "paused": (False, "paused"),
    "ended": (False, "subscription_ended"),
    "unknown": (False, "unknown_status"),
}
PURCHASES: dict[str, tuple[bool, list[Snapshot]]] = {
    "pending": (False, [told_payment(status=PaymentStatus.PENDING)]),
    "paid": (True, [told_payment()]),
    "failed": (False, [told_payment(status=PaymentStatus.FAILED)]),
    "partially_refunded": (True, [told_payment(), told_charge(refunded=1)]),
    "refunded": (False, [told_payment(), told_charge(refunded=99)]),
    "disputed": (True, [told_payment(), told_dispute()]),
    "charged_back": (False, [told_payment(), told_dispute(status=DisputeStatus.LOST)]),
    "fraudulent": (False, [told_payment(status=PaymentStatus.FRAUDULENT)]),
    "unknown": (False, [told_payment(status=PaymentStatus.UNKNOWN)]),
}


def changing(**facts: Any) -> ScheduleSnapshot:
    about: dict[str, Any] = {
        "ref": ref("schedule"),
        "kind": ObjectKind.SCHEDULE,
        "timestamp": pushed(),
        "subscription_id": "sub",
    }
    return ScheduleSnapshot(**about, active=True, **facts)


def subscribed(**facts: Any) -> list[Snapshot]:
    return [told_subscription(**facts)]


SITUATIONS: dict[str, Callable[[], list[Snapshot]]] = {
    "active": subscribed,
    "cancelling": lambda: subscribed(cancels_at=NOON + MONTH),
    "past due": lambda: subscribed(status=SubscriptionStatus.PAST_DUE),
    "ended": lambda: subscribed(status=SubscriptionStatus.ENDED),
    "paused": lambda: subscribed(status=SubscriptionStatus.PAUSED),
    "two": lambda: [told_subscription(), told_subscription("second")],
    "bought once": lambda: [told_payment()],
    "both": lambda: [told_payment(), told_subscription()],
    "scheduled": lambda: [
        told_subscription(schedule_id="schedule"),
        changing(phases=(told_phase("p", NOON + MONTH),)),
    ],
}


def test_all_subscription_statuses_are_covered() -> None:
    assert set(BY_STATUS) == {status.value for status in SubscriptionStatus}


@pytest.mark.parametrize("status", BY_STATUS)
async def test_subscription_of_each_status_is_shown_with_its_access(api: Api, status: str) -> None:
    await api.hear(told_subscription(status=SubscriptionStatus(status), raw_status="its own word"), claims=(claim(),))
    body = (await api.get("/v1/customers/ada/billing")).json()
    (shown,) = body["subscriptions"]
    assert (shown["status"], shown["raw_status"]) == (status, "its own word")
    assert (shown["access"]["granted"], shown["access"]["reason"]) == BY_STATUS[status]
    assert body["access"] == shown["access"]


@pytest.mark.parametrize("status", PURCHASES)
async def test_purchase_of_each_status_is_shown_with_its_access_and_has_no_plan(api: Api, status: str) -> None:
    granted, told = PURCHASES[status]
    await api.hear(*told, claims=(ORDERED,))
    (shown,) = (await api.get("/v1/customers/ada/billing")).json()["purchases"]
    assert shown["status"] == status
    assert shown["access"] == {"granted": granted, "until": None, "reason": f"purchase_{status}"}
    assert shown["can_change_plan"] is False


async def test_scheduled_change_is_shown_and_prevents_another(api: Api) -> None:
    await api.hear(*SITUATIONS["scheduled"](), claims=(claim(),))
    (shown,) = (await api.get("/v1/customers/ada/billing")).json()["subscriptions"]
    assert (shown["pending_change"]["plan_id"], shown["pending_change"]["at"]) == ("p", "2026-02-04T12:00:00Z")
    assert shown["can_change_plan"] is False
    refused = is_problem(await api.open_portal(body={"intent": "change_plan"}), 409, "intent-not-available")
    assert refused["reason"] == "scheduled_change"


async def test_cancelling_subscription_cannot_be_cancelled_again(api: Api) -> None:
    await api.hear(*SITUATIONS["cancelling"](), claims=(claim(),))
    refused = is_problem(await api.open_portal(body={"intent": "cancel"}), 409, "intent-not-available")
    assert refused["reason"] == "already_cancelling"
    assert (await api.get("/v1/customers/ada/billing")).json()["access"]["reason"] == "cancels_at_period_end"


@pytest.mark.parametrize("situation", SITUATIONS)
async def test_listed_intents_are_those_that_are_not_refused(api: Api, situation: str) -> None:
    api.alpha.pages = frozenset(Intent)
    await api.hear(*SITUATIONS[situation](), claims=(claim(), claim(subject="second"), ORDERED))
    shown = (await api.get("/v1/customers/ada/billing")).json()["intents"]
    opened = [intent for intent in Intent if (await api.open_portal(body={"intent": intent})).status_code == 201]
    assert shown == opened


async def test_access_is_the_best_of_all_and_open_ended_beats_dated(api: Api) -> None:
    await api.hear(told_subscription(), told_payment(), claims=(claim(), ORDERED))
    body = (await api.get("/v1/customers/ada/billing")).json()
    assert body["access"] == {"granted": True, "until": None, "reason": "purchase_paid"}


async def test_access_outlasts_a_period_whose_renewal_event_is_late(api: Api) -> None:
    await api.hear(told_subscription(), claims=(claim(),))
    api.clock.advance(MONTH + timedelta(hours=5))
    assert (await api.get("/v1/customers/ada/billing")).json()["access"]["granted"] is True
