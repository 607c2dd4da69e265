"""What an invoice's lines say: what was bought, and until when it is paid."""

from __future__ import annotations

from adapters.providers.stripe.decoding.catalogue import product_named_by
from adapters.providers.stripe.decoding.telling import Telling, id_of, moment
from adapters.providers.stripe.wire.catalogue import Price
from adapters.providers.stripe.wire.invoice import Invoice, InvoiceLine
from adapters.text import legible
from application.heard import Heard, together
from domain.facet import ItemSnapshot
from domain.snapshot import ObjectKind


def paid_until(invoice: Invoice, subscription_id: str) -> int | None:
    """The end of the latest period that a subscription is charged for, None if no line is for it."""
    lines = invoice.lines.data if invoice.lines else []
    ends = [line.period.end for line in lines if line.period and _subscription_of(line) == subscription_id]
    return max(ends, default=None)


def item_of(invoice: Invoice, telling: Telling) -> Heard:
    """The first line is what the purchase is called by. A draft's lines may still change."""
    if invoice.status == "draft" or invoice.lines is None or not invoice.lines.data:
        return Heard()
    line = invoice.lines.data[0]
    price = _price_of(line)
    item = ItemSnapshot(
        ref=telling.ref(invoice.id),
        kind=ObjectKind.ITEM,
        stamp=telling.stamp,
        keys=(invoice.id,),
        created_at=moment(invoice.created),
        product_id=id_of(price.product) if price else None,
        price_id=price.id if price else None,
        name=legible(line.description),
    )
    return together([Heard(snapshots=(item,)), product_named_by(price, telling)])


def _subscription_of(line: InvoiceLine) -> str | None:
    details = line.parent.subscription_item_details if line.parent else None
    return id_of(details.subscription if details else None) or id_of(line.subscription)


def _price_of(line: InvoiceLine) -> Price | None:
    details = line.pricing.price_details if line.pricing else None
    if details is None or (price_id := id_of(details.price)) is None:
        return line.price
    return Price(id=price_id, product=id_of(details.product))
