"""The contents of a purchase, as the lines of a checkout or an invoice list them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from adapters.providers.stripe.decoding.catalogue import product_named_by
from adapters.providers.stripe.decoding.context import DecodingContext, id_of, to_datetime
from adapters.providers.stripe.decoding.relations import Dated
from adapters.providers.stripe.money import money
from adapters.providers.stripe.wire.catalogue import Price
from adapters.text import printable
from application.ports.provider.updates import ProviderUpdate, merge_updates
from domain.mirror.snapshot import ObjectKind
from domain.purchases.contents import ContentsSnapshot, PurchasedItem
from domain.purchases.facet import ItemSnapshot


class Line(NamedTuple):
    """A line of a checkout or an invoice. `amount` is for the whole line before discounts and taxes."""

    price: Price | None
    description: str | None
    quantity: int | None
    amount: int | None
    currency: str | None


def contents_of(teller: Dated, lines: Sequence[Line], telling: DecodingContext, *, complete: bool) -> ProviderUpdate:
    """Decode the lines. The first line names the purchase; the list itself is used only if it is complete."""
    heard = [_item(teller, line, telling) for line in lines[:1]]
    if complete:
        heard.append(ProviderUpdate(snapshots=(_contents(teller, lines, telling),)))
    return merge_updates([*heard, *_products(lines, telling)])


def _item(teller: Dated, line: Line, telling: DecodingContext) -> ProviderUpdate:
    item = ItemSnapshot(
        ref=telling.ref(teller.id),
        kind=ObjectKind.ITEM,
        timestamp=telling.stamp,
        keys=(teller.id,),
        created_at=to_datetime(teller.created),
        product_id=id_of(line.price.product) if line.price else None,
        price_id=line.price.id if line.price else None,
        name=printable(line.description),
    )
    return ProviderUpdate(snapshots=(item,))


def _contents(teller: Dated, lines: Iterable[Line], telling: DecodingContext) -> ContentsSnapshot:
    return ContentsSnapshot(
        ref=telling.ref(teller.id),
        kind=ObjectKind.CONTENTS,
        timestamp=telling.stamp,
        keys=(teller.id,),
        created_at=to_datetime(teller.created),
        items=tuple(
            PurchasedItem(
                price_id=line.price.id if line.price else None,
                product_id=id_of(line.price.product) if line.price else None,
                name=printable(line.description),
                quantity=line.quantity,
                amount=money(line.amount, line.currency)
                if line.amount is not None and line.currency is not None
                else None,
            )
            for line in lines
        ),
    )


def _products(lines: Iterable[Line], telling: DecodingContext) -> Iterable[ProviderUpdate]:
    seen: set[str | None] = set()
    for line in lines:
        product = id_of(line.price.product) if line.price else None
        if product not in seen:
            seen.add(product)
            yield product_named_by(line.price, telling)
