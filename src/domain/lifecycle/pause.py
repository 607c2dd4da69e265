"""Pauses of a subscription: why it is paused, and when a pause begins or ends by plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class PauseReason(StrEnum):
    """Why a subscription is paused, where the provider says more than that it is."""

    BY_CUSTOMER = "paused_by_customer"
    NO_PAYMENT_METHOD = "trial_without_payment_method"
    PAYMENT_FAILED = "payment_failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedPause:
    """A pause that the provider has scheduled. `resumes_at` is None if nobody has scheduled its end."""

    pauses_at: datetime
    resumes_at: datetime | None = None


Step = tuple[datetime, bool]
"""A moment, and whether the subscription is paused from then on."""


def steps_of(planned: PlannedPause | None, resumes_at: datetime | None) -> list[Step]:
    """Return the planned pauses and resumptions in order. `resumes_at`: the end of a pause that has already begun."""
    steps = [(resumes_at, False)]
    if planned is not None:
        steps += [(planned.pauses_at, True), (planned.resumes_at, False)]
    return sorted((at, pauses) for at, pauses in steps if at is not None)


def paused_at(now: datetime, *, paused: bool, known_at: datetime, steps: Sequence[Step]) -> bool:
    """Decide whether a subscription is paused now, also while no event about it has arrived yet.

    `paused`: whether it was at `known_at`, when the provider last described it. What was planned for a later moment
    has happened since. What was planned for an earlier one the provider knew of, so its own description counts: it may
    have failed to resume a subscription, or have resumed it early.
    """
    for at, pauses in steps:
        if known_at < at <= now:
            paused = pauses
    return paused
