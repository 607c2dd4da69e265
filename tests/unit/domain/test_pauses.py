"""Pauses: planned pauses start on time, and the pause reason decides the access reason."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from domain.billing.access import Access, access_of_subscription
from domain.intent import Intent, PortalRestriction
from domain.lifecycle.pause import PauseReason, PlannedPause
from domain.lifecycle.trial import TrialOutcome, WithoutPaymentMethod
from domain.mirror.snapshot import ObjectKind
from domain.subscription import ScheduleSnapshot, Subscription, SubscriptionStatus
from examples import MONTH, NOON, fetched, pushed, ref, subscription

DAY = timedelta(days=1)
PAUSES, RESUMES = NOON + 5 * DAY, NOON + 9 * DAY


def access(known: Subscription, at: datetime) -> Access:
    return access_of_subscription(known, at, grace=14 * DAY)


def pausing(resumes_at: datetime | None = RESUMES) -> ScheduleSnapshot:
    return ScheduleSnapshot(
        ref=ref("schedule"),
        kind=ObjectKind.SCHEDULE,
        timestamp=pushed(),
        subscription_id="sub",
        active=True,
        pause=PlannedPause(pauses_at=PAUSES, resumes_at=resumes_at),
    )


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        (None, "paused"),
        (PauseReason.BY_CUSTOMER, "paused_by_customer"),
        (PauseReason.NO_PAYMENT_METHOD, "trial_without_payment_method"),
        (PauseReason.PAYMENT_FAILED, "payment_failed"),
    ],
)
def test_pause_denies_access_with_its_reason(reason: PauseReason | None, told: str) -> None:
    paused = subscription(status=SubscriptionStatus.PAUSED, pause_reason=reason)
    assert access(paused, NOON + DAY) == Access(granted=False, reason=told)


@pytest.mark.parametrize(
    "status", [SubscriptionStatus.ACTIVE, SubscriptionStatus.TRIALING, SubscriptionStatus.PAST_DUE]
)
def test_planned_pause_starts_on_time_without_an_event(status: SubscriptionStatus) -> None:
    known = subscription(status=status, schedule=pausing())
    assert access(known, PAUSES - DAY).granted
    assert access(known, PAUSES) == Access(granted=False, reason="paused")
    assert access(known, RESUMES - timedelta(seconds=1)) == Access(granted=False, reason="paused")
    assert access(known, RESUMES).granted
    assert [known.status_at(at) for at in (NOON, PAUSES, RESUMES)] == [status, SubscriptionStatus.PAUSED, status]


def test_access_is_granted_until_the_planned_pause() -> None:
    known = subscription(schedule=pausing())
    assert access(known, NOON) == Access(granted=True, reason="subscription_active", until=PAUSES)
    assert (known.pauses_at(NOON), known.resumes_at) == (PAUSES, RESUMES)
    assert known.pauses_at(PAUSES) is None


def test_cancellation_before_the_planned_pause_takes_precedence() -> None:
    known = subscription(schedule=pausing(), cancels_at=NOON + DAY)
    assert access(known, NOON) == Access(granted=True, reason="cancels_at_period_end", until=NOON + DAY)
    assert access(known, PAUSES) == Access(granted=False, reason="subscription_ended")


def test_planned_pause_without_an_end_continues() -> None:
    assert not access(subscription(schedule=pausing(None)), NOON + 12 * MONTH).granted


def test_later_snapshot_overrides_a_planned_pause() -> None:
    """The snapshot shows the subscription as active after the planned time, so the provider did not pause it."""
    late = pushed((PAUSES - NOON).total_seconds() + 60)
    assert access(subscription(schedule=pausing(), timestamp=late), RESUMES - DAY).granted


def test_pause_ends_on_time_without_an_event() -> None:
    known = subscription(status=SubscriptionStatus.PAUSED, resumes_at=RESUMES, pause_reason=PauseReason.BY_CUSTOMER)
    assert access(known, RESUMES - DAY) == Access(granted=False, reason="paused_by_customer")
    assert access(known, RESUMES).reason == "subscription_active"


def test_fetch_after_the_planned_resumption_overrides_it() -> None:
    """The subscription was fetched after the planned resumption, although the object had not changed since long
    before.
    """
    seconds = (RESUMES - NOON).total_seconds() + 60
    known = subscription(status=SubscriptionStatus.PAUSED, resumes_at=RESUMES, timestamp=fetched(seconds, as_of=0))
    assert access(known, RESUMES + DAY) == Access(granted=False, reason="paused")


def test_paused_collection_resumes_on_time_without_an_event() -> None:
    known = subscription(collection_paused=True, resumes_at=RESUMES)
    assert access(known, RESUMES - DAY).reason == "collection_paused"
    assert access(known, RESUMES).reason == "subscription_active"


@pytest.mark.parametrize(
    "status", [SubscriptionStatus.ENDED, SubscriptionStatus.INCOMPLETE, SubscriptionStatus.UNKNOWN]
)
def test_planned_pause_does_not_apply_to_a_subscription_that_is_not_running(status: SubscriptionStatus) -> None:
    assert subscription(status=status, schedule=pausing()).status_at(PAUSES) is status


def test_plan_cannot_be_changed_while_a_planned_pause_lasts() -> None:
    known = subscription(schedule=pausing())
    assert known.restriction(Intent.CHANGE_PLAN, PAUSES) is PortalRestriction.STATUS
    assert known.restriction(Intent.CHANGE_PLAN, RESUMES) is None


@pytest.mark.parametrize(
    ("own", "of_account", "without", "outcome"),
    [
        (True, None, None, TrialOutcome.CONTINUES),
        (False, True, WithoutPaymentMethod.CANCELS, TrialOutcome.CONTINUES),
        (False, False, WithoutPaymentMethod.CANCELS, TrialOutcome.ENDS),
        (False, False, WithoutPaymentMethod.PAUSES, TrialOutcome.PAUSES),
        (False, False, WithoutPaymentMethod.ASKS_FOR_PAYMENT, TrialOutcome.ASKS_FOR_PAYMENT),
        (False, False, None, TrialOutcome.UNKNOWN),
        (False, None, WithoutPaymentMethod.CANCELS, TrialOutcome.UNKNOWN),
        (None, None, None, TrialOutcome.UNKNOWN),
    ],
)
def test_trial_outcome_follows_from_the_payment_method(
    without: WithoutPaymentMethod | None, outcome: TrialOutcome, *, own: bool | None, of_account: bool | None
) -> None:
    trial = subscription(
        status=SubscriptionStatus.TRIALING,
        has_payment_method=own,
        without_payment_method=without,
        account_has_payment_method=of_account,
    )
    assert trial.trial_outcome is outcome
