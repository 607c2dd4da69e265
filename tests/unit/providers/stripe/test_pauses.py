"""Decoding of pauses, scheduled pauses and trial ends."""

from __future__ import annotations

from typing import Any

import pytest

from application.ports.provider.updates import FetchRequest
from domain.lifecycle.pause import PauseReason, PlannedPause
from domain.lifecycle.trial import WithoutPaymentMethod
from domain.mirror.snapshot import ObjectKind
from domain.subscription import SubscriptionStatus
from fixtures.stripe.payloads import variant
from unit.providers.stripe.reading import at, heard, ref, told

PAUSED = "customer.subscription.paused"
SCHEDULE = "subscription_schedule.updated"
PAUSE_AT, RESUME_AT = 1796202000, 1798880400


def paused(reason: str | None, **changed: Any) -> Any:
    details = {"type": "subscription", "subscription": {"type": reason}, "transitioned_at": PAUSE_AT}
    each = variant("subscription.status_paused") | {"status_details": {"paused": details} if reason else None}
    return told(each | changed, PAUSED)


def scheduled(*pauses: tuple[int, str, int | None, str]) -> PlannedPause | None:
    """Return the planned pause of a schedule. Each entry has the time and status of a pause and of its resumption."""
    entries = [
        {
            "key": f"pause_{pause_at}",
            "pause": {"pause_at": pause_at, "settings": None, "status": {"type": pause, "error": None}},
            "resume": None
            if resume_at is None
            else {"resume_at": resume_at, "settings": {}, "status": {"type": resume, "error": None}},
        }
        for pause_at, pause, resume_at, resume in pauses
    ]
    snapshot = told(variant("subscription_schedule.second_phase") | {"pause_schedules": entries}, SCHEDULE)
    planned: PlannedPause | None = snapshot.pause
    return planned


@pytest.mark.parametrize(
    ("told_by_stripe", "reason"),
    [
        ("pause_requested", PauseReason.BY_CUSTOMER),
        ("trial_end_without_payment_method", PauseReason.NO_PAYMENT_METHOD),
        ("first_payment_failure", PauseReason.PAYMENT_FAILED),
        ("final_payment_failure", PauseReason.PAYMENT_FAILED),
        ("system", None),
        ("something_new", None),
        (None, None),
    ],
)
def test_paused_subscription_has_a_reason(told_by_stripe: str | None, reason: PauseReason | None) -> None:
    snapshot = paused(told_by_stripe)
    assert (snapshot.status, snapshot.pause_reason) == (SubscriptionStatus.PAUSED, reason)


def test_subscription_is_fetched_if_its_api_version_has_no_pause_reasons() -> None:
    subscription = variant("subscription.status_paused") | {"status_details": None}
    itself = FetchRequest(kind=ObjectKind.SUBSCRIPTION, ref=ref(subscription["id"]))
    assert itself not in heard(subscription, PAUSED).fetch_requests
    del subscription["status_details"]
    reading = heard(subscription, PAUSED)
    assert (itself in reading.fetch_requests, getattr(reading.snapshots[0], "status", None)) == (
        True,
        SubscriptionStatus.PAUSED,
    )


def test_running_subscription_has_no_pause_reason() -> None:
    assert paused("pause_requested", status="active").pause_reason is None


def test_scheduled_pause_has_its_start_and_end() -> None:
    planned = PlannedPause(pauses_at=at(PAUSE_AT), resumes_at=at(RESUME_AT))
    assert scheduled((PAUSE_AT, "scheduled", RESUME_AT, "scheduled")) == planned
    assert scheduled((PAUSE_AT, "succeeded", RESUME_AT, "scheduled")) == planned
    assert scheduled((PAUSE_AT, "scheduled", None, "")) == PlannedPause(pauses_at=at(PAUSE_AT))


@pytest.mark.parametrize("resume", ["pending", "requires_action", "error", "succeeded"])
def test_resumption_that_is_no_longer_scheduled_is_ignored(resume: str) -> None:
    assert scheduled((PAUSE_AT, "succeeded", RESUME_AT, resume)) is None


def test_failed_or_finished_pause_is_followed_by_the_next() -> None:
    over = [
        (PAUSE_AT - 900, "error", RESUME_AT, "scheduled"),
        (PAUSE_AT - 800, "succeeded", PAUSE_AT - 700, "succeeded"),
    ]
    later = (RESUME_AT + 60, "scheduled", None, "")
    next_one = (PAUSE_AT, "scheduled", RESUME_AT, "scheduled")
    planned = PlannedPause(pauses_at=at(PAUSE_AT), resumes_at=at(RESUME_AT))
    assert scheduled(later, *over, next_one) == planned


def test_schedule_is_fetched_if_its_api_version_has_no_planned_pauses() -> None:
    schedule = variant("subscription_schedule.second_phase")
    itself = FetchRequest(kind=ObjectKind.SCHEDULE, ref=ref(schedule["id"]))
    assert itself not in heard(schedule, SCHEDULE).fetch_requests
    del schedule["pause_schedules"]
    assert itself in heard(schedule, SCHEDULE).fetch_requests
    assert itself not in heard(schedule | {"status": "released"}, SCHEDULE).fetch_requests


@pytest.mark.parametrize(
    ("mode", "pausable"),
    [({"type": "classic"}, False), ({"type": "flexible"}, True), ({"type": "other"}, True), (None, True)],
)
def test_only_classic_billing_mode_excludes_pauses(mode: dict[str, str] | None, *, pausable: bool) -> None:
    told_so = told(variant("subscription.renewed") | {"billing_mode": mode}, "customer.subscription.updated")
    assert told_so.pausable is pausable


def test_schedule_without_pauses_has_no_planned_pause() -> None:
    assert scheduled() is None
    assert told(variant("subscription_schedule.second_phase"), SCHEDULE).pause is None


@pytest.mark.parametrize("without", WithoutPaymentMethod)
def test_trial_has_its_end_behavior(without: WithoutPaymentMethod) -> None:
    trial = variant("subscription.status_trialing") | {"default_payment_method": None, "default_source": None}
    trial["trial_settings"] = {"end_behavior": {"missing_payment_method": without.value}}
    snapshot = told(trial, "customer.subscription.created")
    assert (snapshot.has_payment_method, snapshot.without_payment_method) == (False, without)


def test_payment_method_may_belong_to_the_subscription_or_the_customer() -> None:
    trial = variant("subscription.status_trialing") | {"default_payment_method": "pm_1", "trial_settings": None}
    snapshot = told(trial, "customer.subscription.created")
    assert (snapshot.has_payment_method, snapshot.without_payment_method) == (True, None)
    customer = {"id": "cus_1", "object": "customer", "created": PAUSE_AT, "default_source": None}
    for settings, has_one in (({"default_payment_method": "pm_1"}, True), ({"default_payment_method": None}, False)):
        account = told(customer | {"invoice_settings": settings}, "customer.updated")
        assert account.has_payment_method is has_one
    assert told(customer | {"default_source": "card_1"}, "customer.updated").has_payment_method
