"""The stored outcome of a delivery."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from application.execution.backoff import backoff
from application.ports.provider.event import DecodedEvent, Ignored, ProviderEvent, Undecodable
from application.ports.provider.updates import ProviderUpdate
from application.ports.storage.inbox import Delivery, DeliveryStatus
from domain.lifecycle.arrears import FirstFailureSnapshot, SubscriptionInvoiceSnapshot
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderRef
from domain.purchases.facet import FacetSnapshot, SubscriptionPaymentSnapshot
from domain.subscription import SubscriptionSnapshot

MAX_ATTEMPTS = 8
"""The first of them when it arrived; the last about a day and a half later."""

_FIRST_WAIT = timedelta(seconds=30)
_LONGEST_WAIT = timedelta(days=1)


def new_delivery(event: ProviderEvent, now: datetime) -> Delivery:
    """A delivery whose reading is to be applied in the same transaction."""
    arrived = Delivery(
        provider=event.provider,
        key=event.key,
        type=event.type,
        status=DeliveryStatus.FAILED,
        received_at=now,
        payload=event.payload,
        told_at=event.decoded.occurred_at if isinstance(event.decoded, ProviderUpdate) else None,
    )
    return completed(arrived, event.decoded, now)


def completed(delivery: Delivery, reading: DecodedEvent, now: datetime) -> Delivery:
    """Return the delivery with its outcome; one that cannot be decoded has failed."""
    if isinstance(reading, Undecodable):
        return failed(delivery, reading.error, now)
    about = _subject(reading), _account(reading)
    known = replace(delivery, subject=about[0], account=about[1], next_attempt_at=None)
    if isinstance(reading, Ignored):
        return replace(known, status=DeliveryStatus.IGNORED, error=reading.reason)
    return replace(known, status=DeliveryStatus.APPLIED, error=None, applied_at=now)


def failed(delivery: Delivery, error: str, now: datetime) -> Delivery:
    """It is tried again after a while, or given up after the last attempt."""
    if delivery.attempts >= MAX_ATTEMPTS:
        return replace(delivery, status=DeliveryStatus.DEAD, error=error, applied_at=None, next_attempt_at=None)
    wait = backoff(delivery.attempts, first=_FIRST_WAIT, longest=_LONGEST_WAIT, factor=4, of=delivery.key)
    return replace(delivery, status=DeliveryStatus.FAILED, error=error, applied_at=None, next_attempt_at=now + wait)


def _subject(reading: DecodedEvent) -> tuple[ObjectKind, ProviderRef] | None:
    if not isinstance(reading, ProviderUpdate):
        return None
    if not reading.snapshots:
        return reading.source
    first = reading.snapshots[0]
    if isinstance(first, SubscriptionPaymentSnapshot):
        # A customer may own the subscription and not the account, with which alone its payments are found.
        return ObjectKind.SUBSCRIPTION, first.subscription
    if isinstance(first, SubscriptionInvoiceSnapshot | FirstFailureSnapshot):
        return ObjectKind.SUBSCRIPTION, first.ref.same_provider(first.subscription_id)
    return first.key


def _account(reading: DecodedEvent) -> ProviderRef | None:
    if not isinstance(reading, ProviderUpdate):
        return None
    if not reading.snapshots:
        return next((claim.account for claim in reading.claims), None) or reading.account
    first = reading.snapshots[0]
    told = first.account if isinstance(first, SubscriptionSnapshot | FacetSnapshot) else None
    return told or reading.account
