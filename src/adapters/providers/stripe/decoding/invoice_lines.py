"""The lines of an invoice: purchased items and paid periods."""

from __future__ import annotations

from collections.abc import Iterable

from adapters.providers.stripe.decoding.contents import Line, contents_of
from adapters.providers.stripe.decoding.context import DecodingContext, id_of
from adapters.providers.stripe.wire.catalogue import Price
from adapters.providers.stripe.wire.invoice import Invoice, InvoiceLine
from application.ports.provider.updates import ProviderUpdate, merge_updates
from domain.mirror.snapshot import ObjectKind


def paid_until(invoice: Invoice, subscription_id: str) -> int | None:
    """Return the end of the latest period that a subscription is charged for, or None if it has no line."""
    lines = invoice.lines.data if invoice.lines else []
    ends = [line.period.end for line in lines if line.period and _subscription_of(line) == subscription_id]
    return max(ends, default=None)


def items_of(invoice: Invoice, telling: DecodingContext) -> ProviderUpdate:
    """Decode the items. A draft's lines may still change, and an event has only the first page of a long list."""
    if invoice.status == "draft" or invoice.lines is None or not invoice.lines.data:
        return ProviderUpdate()
    lines = [
        Line(_price_of(line), line.description, line.quantity, line.amount, invoice.currency)
        for line in invoice.lines.data
    ]
    complete = not invoice.lines.has_more
    missing = (
        []
        if complete
        else [ProviderUpdate(fetch_requests=(telling.wanted(ObjectKind.INVOICE, invoice.id, once=True),))]
    )
    return merge_updates([contents_of(invoice, lines, telling, complete=complete), *missing])


def subscription_in(lines: Iterable[InvoiceLine]) -> str | None:
    """Return the first subscription that a line names."""
    return next((id_ for line in lines if (id_ := _subscription_of(line)) is not None), None)


def _subscription_of(line: InvoiceLine) -> str | None:
    parent = line.parent
    details = (parent.subscription_item_details or parent.invoice_item_details) if parent else None
    return id_of(details.subscription if details else None) or id_of(line.subscription)


def _price_of(line: InvoiceLine) -> Price | None:
    details = line.pricing.price_details if line.pricing else None
    if details is None or (price_id := id_of(details.price)) is None:
        return line.price
    return Price(id=price_id, product=id_of(details.product))
