"""Pauses: why a subscription is paused, and what a schedule has planned."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import UnsetType

from adapters.providers.stripe.decoding.context import to_datetime
from adapters.providers.stripe.wire.subscription import (
    PauseSchedule,
    StatusDetails,
    Subscription,
    SubscriptionSchedule,
)
from domain.lifecycle.pause import PauseReason, PlannedPause

_REASONS: Mapping[str, PauseReason] = {
    "pause_requested": PauseReason.BY_CUSTOMER,
    "trial_end_without_payment_method": PauseReason.NO_PAYMENT_METHOD,
    "first_payment_failure": PauseReason.PAYMENT_FAILED,
    "final_payment_failure": PauseReason.PAYMENT_FAILED,
}
"""Stripe API, "The Subscription object": status_details. The fifth reason, `system`, means nothing to a customer."""

_PAUSED, _SCHEDULED, _SUCCEEDED = "paused", "scheduled", "succeeded"


def reason_of(subscription: Subscription) -> PauseReason | None:
    """Return why a subscription is paused. API versions before 2026-09-30 give no reason, so it is None for them."""
    details = subscription.status_details
    if subscription.status != _PAUSED or not isinstance(details, StatusDetails) or details.paused is None:
        return None
    pause = details.paused.subscription
    return _REASONS.get(pause.type or "") if pause is not None else None


def lacks_reason(subscription: Subscription) -> bool:
    """Return whether the API version of an event omits the reason of a pause, so that it has to be fetched."""
    return subscription.status == _PAUSED and isinstance(subscription.status_details, UnsetType)


def lacks_planned_pauses(schedule: SubscriptionSchedule) -> bool:
    """Return whether the API version of an event omits planned pauses, so that they have to be fetched."""
    return isinstance(schedule.pause_schedules, UnsetType)


def planned_pause_of(schedule: SubscriptionSchedule) -> PlannedPause | None:
    """Return the earliest planned pause or resumption.

    Only one with the status `scheduled` happens at its time. A resumption that awaits payment or failed does not.
    """
    told = [] if isinstance(schedule.pause_schedules, UnsetType) else schedule.pause_schedules or []
    planned = [each for each in map(_planned, told) if each is not None]
    return min(planned, key=lambda each: each.pauses_at, default=None)


def _planned(entry: PauseSchedule) -> PlannedPause | None:
    resume = entry.resume
    resumes_at = to_datetime(resume.resume_at) if resume is not None and resume.status.type == _SCHEDULED else None
    begins = entry.pause.status.type == _SCHEDULED
    ends = entry.pause.status.type == _SUCCEEDED and resumes_at is not None
    return PlannedPause(pauses_at=to_datetime(entry.pause.pause_at), resumes_at=resumes_at) if begins or ends else None
