"""Invoices of subscriptions: open amounts and the start of arrears."""

from __future__ import annotations

from adapters.providers.stripe.decoding.context import DecodingContext, moment_of, to_datetime
from adapters.providers.stripe.wire.invoice import Invoice
from application.ports.provider.updates import ProviderUpdate
from domain.lifecycle.arrears import FirstFailureSnapshot, SubscriptionInvoiceSnapshot
from domain.mirror.snapshot import ObjectKind

_OPEN = "open"
_PAID_BY_INVOICE = "send_invoice"


def heard(invoice: Invoice, subscription_id: str, telling: DecodingContext) -> ProviderUpdate:
    """Decode an invoice. A void or uncollectible one is not open: Stripe treats the subscription as if it were paid.

    (Stripe API, "Subscription statuses": the latest invoice has to be paid, void or uncollectible.)
    """
    by_invoice = invoice.collection_method == _PAID_BY_INVOICE
    snapshot = SubscriptionInvoiceSnapshot(
        ref=telling.ref(invoice.id),
        kind=ObjectKind.SUBSCRIPTION_INVOICE,
        timestamp=telling.stamp,
        subscription_id=subscription_id,
        open=invoice.status == _OPEN,
        created_at=to_datetime(invoice.created),
        due_at=moment_of(invoice.due_date) if by_invoice else None,
    )
    return ProviderUpdate(snapshots=(snapshot,))


def heard_first_failure(invoice: Invoice, subscription_id: str, telling: DecodingContext) -> ProviderUpdate:
    """Decode the first failure. Only automatic retries raise `attempt_count` (Stripe API, "The Invoice object")."""
    if invoice.attempt_count != 1:
        return ProviderUpdate()
    snapshot = FirstFailureSnapshot(
        ref=telling.ref(invoice.id),
        kind=ObjectKind.FIRST_FAILURE,
        timestamp=telling.stamp,
        subscription_id=subscription_id,
    )
    return ProviderUpdate(snapshots=(snapshot,))
