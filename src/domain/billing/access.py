"""Access to what was sold, computed from mirrored state and the current time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.one_off_purchase import OneOffPurchase, PurchaseStatus
from domain.subscription import Subscription, SubscriptionStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Whether access is granted, and why.

    `until` is a hint for caches, None when open-ended or unknown: it never denies.
    """

    granted: bool
    reason: str
    until: datetime | None = None


NOTHING_BOUGHT = Access(granted=False, reason="nothing_bought")

_DENIED_REASON = {
    SubscriptionStatus.PAUSED: "paused",
    SubscriptionStatus.UNPAID: "unpaid",
    SubscriptionStatus.INCOMPLETE: "incomplete",
    SubscriptionStatus.ENDED: "subscription_ended",
    SubscriptionStatus.UNKNOWN: "unknown_status",
}
_GRANTING_PURCHASES = frozenset({PurchaseStatus.PAID, PurchaseStatus.PARTIALLY_REFUNDED, PurchaseStatus.DISPUTED})


def access_of_subscription(subscription: Subscription, now: datetime, *, grace: timedelta) -> Access:
    """A running subscription grants access also past its period's end, because word of a renewal comes late.

    `grace`: how long access lasts after the oldest open invoice became overdue.
    """
    if subscription.ended(now):
        return Access(granted=False, reason="subscription_ended")
    status = subscription.status_at(now)
    if status in _DENIED_REASON:
        return Access(granted=False, reason=subscription.pause_reason(now) or _DENIED_REASON[status])
    access = _while_live(subscription, status, now, grace)
    pauses_at = subscription.pauses_at(now)
    if not access.granted or pauses_at is None:
        return access
    return replace(access, until=min(pauses_at, access.until or pauses_at))


def access_of_purchase(purchase: OneOffPurchase) -> Access:
    """Grant access permanently for a paid purchase, unless the payment was returned."""
    return Access(granted=purchase.status in _GRANTING_PURCHASES, reason=f"purchase_{purchase.status.value}")


def best_of(accesses: Iterable[Access]) -> Access:
    """Granted before denied, open-ended before dated, the latest date."""
    return max(accesses, key=_rank, default=NOTHING_BOUGHT)


def _while_live(subscription: Subscription, status: SubscriptionStatus, now: datetime, grace: timedelta) -> Access:
    collection_paused = subscription.collection_paused(now)
    if status is SubscriptionStatus.PAST_DUE and not collection_paused:
        return _while_past_due(subscription, now, grace)
    if subscription.cancels_at is not None:
        return Access(granted=True, reason="cancels_at_period_end", until=subscription.cancels_at)
    if collection_paused:
        return Access(granted=True, reason="collection_paused")
    return _while_running(subscription, status, now)


def _while_running(subscription: Subscription, status: SubscriptionStatus, now: datetime) -> Access:
    snapshot = subscription.snapshot
    trialing = status is SubscriptionStatus.TRIALING
    ends = (snapshot.trial_ends_at if trialing else None) or snapshot.current_period_end
    return Access(
        granted=True,
        reason="trialing" if trialing else "subscription_active",
        until=ends if ends is not None and ends > now else None,
    )


def _while_past_due(subscription: Subscription, now: datetime, grace: timedelta) -> Access:
    since = subscription.arrears_since
    limits = [moment for moment in (since + grace if since else None, subscription.cancels_at) if moment is not None]
    until = min(limits, default=None)
    if until is not None and until <= now:
        return Access(granted=False, reason="past_due")
    return Access(granted=True, reason="past_due_grace", until=until)


def _rank(access: Access) -> tuple[bool, bool, datetime | None]:
    open_ended = access.until is None
    return access.granted, open_ended, access.until if not open_ended else None
