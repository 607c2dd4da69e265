"""Subscription schedules: what is planned for a subscription."""

from __future__ import annotations

from adapters.providers.stripe.decoding.telling import Telling, id_of, moment, moment_of
from adapters.providers.stripe.wire.subscription import Phase, SubscriptionSchedule
from application.heard import Heard
from domain.snapshot import ObjectKind
from domain.subscription import PendingChange, ScheduleSnapshot

_ACTIVE = frozenset({"active", "not_started"})


def heard(schedule: SubscriptionSchedule, telling: Telling) -> Heard:
    active = schedule.status in _ACTIVE
    snapshot = ScheduleSnapshot(
        ref=telling.ref(schedule.id),
        kind=ObjectKind.SCHEDULE,
        stamp=telling.stamp,
        subscription_id=id_of(schedule.subscription) or id_of(schedule.released_subscription),
        active=active,
        next_change=_next_change(schedule) if active else None,
        cancels_at=moment_of(_cancel_at(schedule)) if active else None,
    )
    return Heard(snapshots=(snapshot,))


def _next_change(schedule: SubscriptionSchedule) -> PendingChange | None:
    if schedule.current_phase is None:
        return None
    ends = schedule.current_phase.end_date
    later = sorted((p for p in schedule.phases if p.start_date >= ends), key=lambda phase: phase.start_date)
    plan_id = _plan_id(later[0]) if later else None
    return PendingChange(plan_id=plan_id, at=moment(later[0].start_date)) if plan_id is not None else None


def _plan_id(phase: Phase) -> str | None:
    item = phase.items[0] if phase.items else None
    return (id_of(item.price) or id_of(item.plan)) if item is not None else None


def _cancel_at(schedule: SubscriptionSchedule) -> int | None:
    """Stripe tells the subscription itself only when the last phase has begun."""
    if schedule.end_behavior != "cancel":
        return None
    return max((phase.end_date for phase in schedule.phases), default=None)
