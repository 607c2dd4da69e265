"""Subscription invoices: since when a subscription is unpaid, and that it is worth asking how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from adapters.providers.lemonsqueezy.decoding.telling import Telling, moment
from adapters.providers.lemonsqueezy.wire.document import Resource
from adapters.providers.lemonsqueezy.wire.invoice import SubscriptionInvoice
from application.heard import Heard, PaymentNews, together
from domain.snapshot import ObjectKind
from domain.subscription import ArrearsSnapshot

_SETTLED = frozenset({"paid", "void", "refunded", "partial_refund", "partial_refunded"})
_VOID = "void"


def heard(invoice: Resource[SubscriptionInvoice], telling: Telling) -> Heard:
    """A payment that failed, unless it has succeeded by now."""
    return _heard(invoice, telling, settled=invoice.attributes.status in _SETTLED)


def heard_paid(invoice: Resource[SubscriptionInvoice], telling: Telling) -> Heard:
    return _heard(invoice, telling, settled=True)


def heard_refunded(invoice: Resource[SubscriptionInvoice], telling: Telling) -> Heard:
    """It may be an old one, so it says nothing of what is owed now."""
    return _news(invoice, telling)


def heard_latest(invoices: Sequence[Resource[SubscriptionInvoice]], telling: Telling) -> Heard:
    """What a subscription owes, as its latest invoice has it; there must be one."""
    counting = [each for each in invoices if each.attributes.status != _VOID] or invoices
    latest = max(counting, key=lambda each: (each.attributes.created_at, each.attributes.updated_at))
    updates = [each.attributes.updated_at for each in invoices]
    settled = latest.attributes.status in _SETTLED
    return Heard(snapshots=(_arrears(latest, telling, updates, settled=settled),))


def _heard(invoice: Resource[SubscriptionInvoice], telling: Telling, *, settled: bool) -> Heard:
    arrears = _arrears(invoice, telling, [invoice.attributes.updated_at], settled=settled)
    return together([Heard(snapshots=(arrears,)), _news(invoice, telling)])


def _news(invoice: Resource[SubscriptionInvoice], telling: Telling) -> Heard:
    """Whatever period it is for ends later than it was made: a mirror that knows of no such period is behind."""
    told = invoice.attributes
    subscription, created_at = telling.ref(told.subscription_id), moment(told.created_at)
    claims = telling.claims(
        kind=ObjectKind.SUBSCRIPTION,
        subject=subscription,
        account=telling.ref_of(told.customer_id),
        since=created_at,
        stamp=telling.stamp(told.updated_at),
    )
    return Heard(claims=claims, payments=(PaymentNews(subscription=subscription, period_end=created_at),))


def _arrears(
    invoice: Resource[SubscriptionInvoice], telling: Telling, updates: Sequence[datetime], *, settled: bool
) -> ArrearsSnapshot:
    told = invoice.attributes
    return ArrearsSnapshot(
        ref=telling.ref(told.subscription_id),
        kind=ObjectKind.ARREARS,
        stamp=telling.stamp(*updates),
        unpaid_since=None if settled else moment(told.created_at),
    )
