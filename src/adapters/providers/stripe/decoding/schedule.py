"""Subscription schedules: the planned changes of a subscription."""

from __future__ import annotations

from adapters.providers.stripe.decoding.context import DecodingContext, id_of, moment_of, to_datetime
from adapters.providers.stripe.decoding.pause import lacks_planned_pauses, planned_pause_of
from adapters.providers.stripe.wire.subscription import Phase as PhaseObject
from adapters.providers.stripe.wire.subscription import SubscriptionSchedule
from application.ports.provider.updates import ProviderUpdate
from domain.catalogue.item import SubscriptionItem
from domain.lifecycle.phases import Phase
from domain.mirror.snapshot import ObjectKind
from domain.subscription import ScheduleSnapshot

_ACTIVE = frozenset({"active", "not_started"})


def heard(schedule: SubscriptionSchedule, telling: DecodingContext) -> ProviderUpdate:
    """Decode a schedule and request a fetch of the prices that occur only in later phases."""
    active = schedule.status in _ACTIVE
    phases = _phases_to_come(schedule) if active else []
    snapshot = ScheduleSnapshot(
        ref=telling.ref(schedule.id),
        kind=ObjectKind.SCHEDULE,
        timestamp=telling.stamp,
        subscription_id=id_of(schedule.subscription) or id_of(schedule.released_subscription),
        active=active,
        phases=tuple(Phase(starts_at=to_datetime(each.start_date), items=_items(each)) for each in phases),
        cancels_at=moment_of(_cancel_at(schedule)) if active else None,
        pause=planned_pause_of(schedule) if active else None,
    )
    prices = {item.id for phase in snapshot.phases for item in phase.items} - _current(schedule)
    wanted = [telling.wanted(ObjectKind.PRICE, id_, once=True) for id_ in sorted(prices)]
    if active and lacks_planned_pauses(schedule) and telling.stamp.fetched_at is None:
        wanted.append(telling.wanted(ObjectKind.SCHEDULE, schedule.id))
    return ProviderUpdate(snapshots=(snapshot,), fetch_requests=tuple(wanted))


def _phases_to_come(schedule: SubscriptionSchedule) -> list[PhaseObject]:
    if schedule.current_phase is None:
        return []
    ends = schedule.current_phase.end_date
    return sorted((p for p in schedule.phases if p.start_date >= ends), key=lambda phase: phase.start_date)


def _current(schedule: SubscriptionSchedule) -> set[str]:
    """Return the prices of phases that have begun, which the subscription itself names."""
    coming = _phases_to_come(schedule)
    return {item.id for phase in schedule.phases if phase not in coming for item in _items(phase)}


def _items(phase: PhaseObject) -> tuple[SubscriptionItem, ...]:
    """Return the items of a phase, of which only the prices and the quantities are known."""
    named = ((id_of(item.price) or id_of(item.plan), item.quantity) for item in phase.items)
    return tuple(
        SubscriptionItem(id=id_, price_id=id_, quantity=quantity) for id_, quantity in named if id_ is not None
    )


def _cancel_at(schedule: SubscriptionSchedule) -> int | None:
    """Return the planned end. Stripe sets it on the subscription only once the last phase has begun."""
    if schedule.end_behavior != "cancel":
        return None
    return max((phase.end_date for phase in schedule.phases), default=None)
