"""Subscriptions."""

from __future__ import annotations

from datetime import datetime

from adapters.providers.lemonsqueezy.decoding.context import DecodingContext, moment, moment_of
from adapters.providers.lemonsqueezy.decoding.plan import items_of
from adapters.providers.lemonsqueezy.wire.document import Resource
from adapters.providers.lemonsqueezy.wire.subscription import Subscription
from adapters.text import printable
from application.ports.provider.updates import ProviderUpdate
from domain.mirror.snapshot import ObjectKind
from domain.subscription import SubscriptionSnapshot, SubscriptionStatus

_STATUSES = {
    "on_trial": SubscriptionStatus.TRIALING,
    "active": SubscriptionStatus.ACTIVE,
    "past_due": SubscriptionStatus.PAST_DUE,
    "unpaid": SubscriptionStatus.UNPAID,
    "expired": SubscriptionStatus.ENDED,
}
_CANCELLED = "cancelled"
_PAUSED = frozenset({"paused", "pause"})
"""The statuses of a paused subscription. Lemon Squeezy's JavaScript client uses the second in its types."""


def heard(subscription: Resource[Subscription], telling: DecodingContext) -> ProviderUpdate:
    """Decode a subscription. Its events carry no amounts, so its price and its arrears are fetched."""
    snapshot = _snapshot(subscription, telling)
    claims = telling.claims(
        kind=ObjectKind.SUBSCRIPTION,
        subject=snapshot.ref,
        account=snapshot.account,
        since=snapshot.created_at,
        stamp=snapshot.timestamp,
    )
    item = subscription.attributes.first_subscription_item
    wanted = telling.wanted(ObjectKind.PRICE, item.price_id if item else None)
    if snapshot.status is SubscriptionStatus.PAST_DUE:
        wanted += telling.wanted(ObjectKind.ARREARS, subscription.id)
    return ProviderUpdate(snapshots=(snapshot,), claims=claims, fetch_requests=wanted)


def _snapshot(subscription: Resource[Subscription], telling: DecodingContext) -> SubscriptionSnapshot:
    told = subscription.attributes
    item, pause = told.first_subscription_item, told.pause
    status, created_at = _status(told), moment(told.created_at)
    ended = status is SubscriptionStatus.ENDED
    return SubscriptionSnapshot(
        ref=telling.ref(subscription.id),
        kind=ObjectKind.SUBSCRIPTION,
        timestamp=telling.stamp(told.updated_at, item.updated_at if item else None),
        account=telling.ref_of(told.customer_id),
        status=status,
        raw_status=printable(told.status) or SubscriptionStatus.UNKNOWN.value,
        items=items_of(told),
        created_at=created_at,
        started_at=created_at,
        current_period_end=_paid_until(told),
        trial_ends_at=moment_of(told.trial_ends_at),
        cancels_at=None if ended else _cancels_at(told),
        ended_at=moment_of(told.ends_at) if ended else None,
        resumes_at=moment_of(pause.resumes_at) if pause else None,
        collection_paused=told.status in _PAUSED and status is SubscriptionStatus.ACTIVE,
        initial_order_id=str(told.order_id) if told.order_id is not None else None,
    )


def _status(told: Subscription) -> SubscriptionStatus:
    """Return the status. Until its end date a cancelled subscription stays active, or in its trial."""
    if told.status in _PAUSED:
        return (
            SubscriptionStatus.ACTIVE
            if told.pause is not None and told.pause.mode == "free"
            else SubscriptionStatus.PAUSED
        )
    if told.status == _CANCELLED:
        return SubscriptionStatus.TRIALING if _ends_with_its_trial(told) else SubscriptionStatus.ACTIVE
    return _STATUSES.get(told.status, SubscriptionStatus.UNKNOWN)


def _ends_with_its_trial(told: Subscription) -> bool:
    """Return whether the end is that of the trial, so that only the trial is left. `trial_ends_at` may be long past."""
    return told.trial_ends_at is not None and told.ends_at is not None and told.ends_at <= told.trial_ends_at


def _cancels_at(told: Subscription) -> datetime | None:
    if told.ends_at is None and told.status == _CANCELLED:
        return moment_of(told.renews_at)
    return moment_of(told.ends_at)


def _paid_until(told: Subscription) -> datetime | None:
    """Return the end of the paid period. A subscription that does not renew retains its former renewal date."""
    return moment_of(told.ends_at or told.renews_at)
