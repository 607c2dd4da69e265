"""Subscriptions."""

from __future__ import annotations

from adapters.providers.stripe.decoding.catalogue import sold_by
from adapters.providers.stripe.decoding.context import DecodingContext, id_of, moment_of, to_datetime
from adapters.providers.stripe.decoding.discount import heard_discounts, names_of
from adapters.providers.stripe.decoding.pause import lacks_reason, reason_of
from adapters.providers.stripe.decoding.plan import items_of, lock_on
from adapters.providers.stripe.wire.subscription import Subscription
from adapters.text import printable
from application.ports.provider.updates import ProviderUpdate, merge_updates
from domain.lifecycle.trial import WithoutPaymentMethod
from domain.mirror.snapshot import ObjectKind
from domain.subscription import SubscriptionSnapshot, SubscriptionStatus

_STATUSES = {
    "incomplete": SubscriptionStatus.INCOMPLETE,
    "incomplete_expired": SubscriptionStatus.ENDED,
    "trialing": SubscriptionStatus.TRIALING,
    "active": SubscriptionStatus.ACTIVE,
    "past_due": SubscriptionStatus.PAST_DUE,
    "unpaid": SubscriptionStatus.UNPAID,
    "paused": SubscriptionStatus.PAUSED,
    "canceled": SubscriptionStatus.ENDED,
}
_SERVED = frozenset({SubscriptionStatus.TRIALING, SubscriptionStatus.ACTIVE, SubscriptionStatus.PAST_DUE})


def heard(subscription: Subscription, telling: DecodingContext, *, ended: bool = False) -> ProviderUpdate:
    """Decode a subscription. `ended`: the event itself states that the subscription has ended."""
    if subscription.items.has_more:
        return ProviderUpdate(fetch_requests=(telling.wanted(ObjectKind.SUBSCRIPTION, subscription.id),))
    snapshot = _snapshot(subscription, telling, ended=ended)
    claims = telling.claims(
        subscription.metadata,
        kind=ObjectKind.SUBSCRIPTION,
        subject=snapshot.ref,
        account=snapshot.account,
        since=snapshot.created_at,
    )
    currency = _charged(subscription)
    sold = [sold_by(item.price or item.plan, currency, telling) for item in subscription.items.data]
    schedule = snapshot.schedule_id
    wanted = [telling.wanted(ObjectKind.SCHEDULE, schedule, once=True)] if schedule else []
    if snapshot.status is SubscriptionStatus.PAST_DUE:
        wanted.append(telling.wanted(ObjectKind.ARREARS, subscription.id, once=True))
    if lacks_reason(subscription) and telling.stamp.fetched_at is None:
        wanted.append(telling.wanted(ObjectKind.SUBSCRIPTION, subscription.id))
    aliases = telling.aliases_of(subscription)
    told = ProviderUpdate(snapshots=(snapshot,), claims=claims, fetch_requests=tuple(wanted), aliases=aliases)
    return merge_updates([told, *sold, heard_discounts(subscription, telling)])


def heard_ended(subscription: Subscription, telling: DecodingContext) -> ProviderUpdate:
    return heard(subscription, telling, ended=True)


def _snapshot(subscription: Subscription, telling: DecodingContext, *, ended: bool) -> SubscriptionSnapshot:
    items = subscription.items.data
    paused = subscription.pause_collection
    unserved = paused is not None and paused.behavior == "void"
    status = SubscriptionStatus.ENDED if ended else _STATUSES.get(subscription.status, SubscriptionStatus.UNKNOWN)
    if unserved and status in _SERVED:
        status = SubscriptionStatus.PAUSED
    return SubscriptionSnapshot(
        ref=telling.ref(subscription.id),
        kind=ObjectKind.SUBSCRIPTION,
        timestamp=telling.stamp,
        account=telling.account_of(subscription),
        status=status,
        raw_status=printable(subscription.status) or SubscriptionStatus.UNKNOWN.value,
        created_at=to_datetime(subscription.created),
        started_at=to_datetime(subscription.created if subscription.start_date is None else subscription.start_date),
        current_period_start=moment_of(_period_start(subscription)),
        current_period_end=moment_of(_period_end(subscription)),
        trial_ends_at=moment_of(subscription.trial_end),
        cancels_at=moment_of(None if status is SubscriptionStatus.ENDED else _cancel_at(subscription)),
        ended_at=moment_of(subscription.ended_at),
        resumes_at=moment_of(paused.resumes_at) if paused else None,
        collection_paused=paused is not None and not unserved,
        never_activated=subscription.status == "incomplete_expired",
        schedule_id=id_of(subscription.schedule),
        plan_restriction=lock_on(items, subscription.collection_method),
        currency=currency.upper() if (currency := _charged(subscription)) is not None else None,
        items=items_of(items),
        discounts=names_of(subscription),
        pause_reason=reason_of(subscription),
        has_payment_method=bool(subscription.default_payment_method or subscription.default_source),
        without_payment_method=_without_payment_method(subscription),
        pausable=not _is_classic(subscription),
    )


def _without_payment_method(subscription: Subscription) -> WithoutPaymentMethod | None:
    settings = subscription.trial_settings
    behavior = settings.end_behavior.missing_payment_method if settings and settings.end_behavior else None
    return WithoutPaymentMethod(behavior) if behavior in list(WithoutPaymentMethod) else None


def _is_classic(subscription: Subscription) -> bool:
    """Return whether billing is classic. Only flexible mode allows pauses (Stripe API, "Pause a subscription")."""
    return subscription.billing_mode is not None and subscription.billing_mode.type == "classic"


def _charged(subscription: Subscription) -> str | None:
    """Return the currency the customer pays in. With Adaptive Pricing it differs from the subscription's currency."""
    presentment = subscription.presentment_details
    return presentment.presentment_currency if presentment is not None else subscription.currency


def _cancel_at(subscription: Subscription) -> int | None:
    """Return the planned end. Who scheduled it determines which field is set; the portal may set only the time."""
    if subscription.cancel_at:
        return subscription.cancel_at
    return _period_end(subscription) if subscription.cancel_at_period_end else None


def _period_start(subscription: Subscription) -> int | None:
    """Return the latest start, because the period that began last is the unpaid one."""
    told = [i.current_period_start for i in subscription.items.data if i.current_period_start is not None]
    return max(told, default=subscription.current_period_start)


def _period_end(subscription: Subscription) -> int | None:
    """Return the earliest end, which is the next renewal: items may have different periods."""
    told = [i.current_period_end for i in subscription.items.data if i.current_period_end is not None]
    return min(told, default=subscription.current_period_end)
