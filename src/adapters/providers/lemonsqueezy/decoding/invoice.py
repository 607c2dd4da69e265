"""Subscription invoices: what a subscription owes, and that it is worth asking how it stands."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.providers.lemonsqueezy.decoding.context import DecodingContext, moment
from adapters.providers.lemonsqueezy.wire.document import Resource
from adapters.providers.lemonsqueezy.wire.invoice import SubscriptionInvoice
from application.ports.provider.updates import FetchRequest, ProviderUpdate, SubscriptionPayment, merge_updates
from domain.lifecycle.arrears import SubscriptionInvoiceSnapshot
from domain.mirror.snapshot import ObjectKind

_SETTLED = frozenset({"paid", "void", "refunded", "partial_refund", "partial_refunded"})


def heard(invoice: Resource[SubscriptionInvoice], telling: DecodingContext) -> ProviderUpdate:
    """An invoice as it stands."""
    return merge_updates([_snapshot(invoice, telling), _news(invoice, telling)])


def heard_paid(invoice: Resource[SubscriptionInvoice], telling: DecodingContext) -> ProviderUpdate:
    """Decode a payment of an invoice. The event itself proves the payment, regardless of the status of the invoice."""
    return merge_updates([_snapshot(invoice, telling, paid=True), _news(invoice, telling)])


def heard_failed(invoice: Resource[SubscriptionInvoice], telling: DecodingContext) -> ProviderUpdate:
    """All invoices are fetched as well: an event that an older one was paid may have been lost for good."""
    subscription = telling.ref(invoice.attributes.subscription_id)
    everything = FetchRequest(kind=ObjectKind.ARREARS, ref=subscription)
    return merge_updates([heard(invoice, telling), ProviderUpdate(fetch_requests=(everything,))])


def heard_all(invoices: Sequence[Resource[SubscriptionInvoice]], telling: DecodingContext) -> ProviderUpdate:
    """The invoices of one subscription."""
    return merge_updates(_snapshot(each, telling) for each in invoices)


def _snapshot(
    invoice: Resource[SubscriptionInvoice], telling: DecodingContext, *, paid: bool = False
) -> ProviderUpdate:
    told = invoice.attributes
    snapshot = SubscriptionInvoiceSnapshot(
        ref=telling.ref(invoice.id),
        kind=ObjectKind.SUBSCRIPTION_INVOICE,
        timestamp=telling.stamp(told.updated_at),
        subscription_id=str(told.subscription_id),
        open=not paid and told.status not in _SETTLED,
        created_at=moment(told.created_at),
    )
    return ProviderUpdate(snapshots=(snapshot,))


def _news(invoice: Resource[SubscriptionInvoice], telling: DecodingContext) -> ProviderUpdate:
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
    news = SubscriptionPayment(subscription=subscription, period_end=created_at)
    return ProviderUpdate(claims=claims, payments=(news,), account=telling.ref_of(told.customer_id))
