"""Subscription invoices: the arrears of a subscription, and requests to fetch its state."""

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
    """Decode an invoice in its current state."""
    return merge_updates([_snapshot(invoice, telling), _news(invoice, telling)])


def heard_paid(invoice: Resource[SubscriptionInvoice], telling: DecodingContext) -> ProviderUpdate:
    """Decode a payment of an invoice. The event itself proves the payment, regardless of the status of the invoice."""
    return merge_updates([_snapshot(invoice, telling, paid=True), _news(invoice, telling)])


def heard_failed(invoice: Resource[SubscriptionInvoice], telling: DecodingContext) -> ProviderUpdate:
    """Decode a failed payment. All invoices are fetched, because the event of an older payment may have been lost."""
    subscription = telling.ref(invoice.attributes.subscription_id)
    everything = FetchRequest(kind=ObjectKind.ARREARS, ref=subscription)
    return merge_updates([heard(invoice, telling), ProviderUpdate(fetch_requests=(everything,))])


def heard_all(invoices: Sequence[Resource[SubscriptionInvoice]], telling: DecodingContext) -> ProviderUpdate:
    """Decode all invoices of one subscription."""
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
    """Decode the payment. An invoice's period ends after its creation, so a mirror without such a period is stale."""
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
