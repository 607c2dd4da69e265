"""The next charge of a subscription."""

from __future__ import annotations

from datetime import datetime

from domain.catalogue.discount import apply_discounts
from domain.lifecycle.trial import TrialOutcome
from domain.money import Money
from domain.subscription import Subscription, SubscriptionStatus

_RENEWING = frozenset({SubscriptionStatus.TRIALING, SubscriptionStatus.ACTIVE})
_ENDS_CHARGING = frozenset({TrialOutcome.ENDS, TrialOutcome.PAUSES})


def next_charge(subscription: Subscription, now: datetime) -> Money | None:
    """Compute the cost of the next period after discounts and before taxes, or return None if it is not certain."""
    at = subscription.snapshot.current_period_end
    if at is None or at <= now or not _renews(subscription, now) or _may_change_by(at, subscription, now):
        return None
    return apply_discounts(subscription.items, subscription.discounts, at)


def _renews(subscription: Subscription, now: datetime) -> bool:
    status = subscription.status_at(now)
    if status not in _RENEWING or subscription.cancels_at is not None or subscription.collection_paused(now):
        return False
    return status is not SubscriptionStatus.TRIALING or subscription.trial_outcome not in _ENDS_CHARGING


def _may_change_by(at: datetime, subscription: Subscription, now: datetime) -> bool:
    """Return whether something other than the current items and discounts may apply at `at`.

    A phase of a schedule may end a discount without changing the plan. A schedule that has not been fetched yet may
    plan anything.
    """
    if subscription.snapshot.schedule_id is not None and subscription.schedule is None:
        return True
    pauses_at = subscription.pauses_at(now)
    starts = [phase.starts_at for phase in subscription.phases_to_come(now)]
    return any(moment <= at for moment in (*starts, pauses_at) if moment is not None)
