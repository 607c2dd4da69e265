"""Planned pauses at Stripe: a schedule holds the time, and the subscription is paused then unless another change came
first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from domain.mirror.snapshot import ObjectKind
from fixtures.stripe.payloads import variant
from town.happening import Happening, Object
from town.life import END, Standing, Subscription, SubscriptionChange
from town.stripe_words import happening, unix

AsTold = Callable[[Subscription, SubscriptionChange], Object]


def pauses_of(subscription: Subscription, as_told: AsTold) -> Iterator[Happening]:
    """Return the pauses; `as_told` is the subscription after a change."""
    for number, change in enumerate(subscription.changes):
        if change.value is not Standing.PLANNED:
            continue
        yield _of_schedule(change, subscription, change, "scheduled")
        if change is not subscription.last:
            yield _released(subscription.changes[number + 1], subscription, change)
        elif change.ends <= END:
            begins = replace(change, at=change.ends, stamp=change.ends)
            about = (ObjectKind.SUBSCRIPTION, subscription.id)
            details = {"subscription": {"type": "pause_requested"}, "transitioned_at": unix(change.ends)}
            paused = {"status": "paused", "status_details": {"paused": {**details, "type": "subscription"}}}
            told = as_told(subscription, change) | paused
            yield happening(begins, "customer.subscription.paused", told, about)
            yield _of_schedule(begins, subscription, change, "succeeded")


def schedule_id(subscription: Subscription, change: SubscriptionChange) -> str:
    return f"sub_sched_{subscription.id}_{subscription.changes.index(change)}"


def _of_schedule(
    now: SubscriptionChange, subscription: Subscription, planned: SubscriptionChange, status: str
) -> Happening:
    told = _schedule(subscription, planned, status)
    return happening(now, "subscription_schedule.updated", told, (ObjectKind.SCHEDULE, told["id"]))


def _released(now: SubscriptionChange, subscription: Subscription, planned: SubscriptionChange) -> Happening:
    told = _schedule(subscription, planned, "scheduled")
    told |= {"status": "released", "subscription": None, "released_subscription": subscription.id}
    told |= {"current_phase": None, "released_at": unix(now.stamp)}
    return happening(now, "subscription_schedule.released", told, (ObjectKind.SCHEDULE, told["id"]))


def _schedule(subscription: Subscription, planned: SubscriptionChange, status: str) -> Object:
    told: Object = variant("subscription_schedule.second_phase")
    told |= {"id": schedule_id(subscription, planned), "customer": subscription.account}
    told |= {"subscription": subscription.id, "status": "active"}
    only, period = told["phases"][1], {"start_date": unix(0), "end_date": unix(2 * END)}
    told |= {"phases": [only | period], "current_phase": period}
    pause = {"pause_at": unix(planned.ends), "settings": None, "status": {"error": None, "type": status}}
    return told | {"pause_schedules": [{"key": "pause_1", "pause": pause, "resume": None}]}
