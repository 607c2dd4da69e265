"""Products and prices."""

from __future__ import annotations

from adapters.providers.stripe.currencies import money
from adapters.providers.stripe.decoding.telling import Telling, id_of
from adapters.providers.stripe.wire.catalogue import Plan, Price, Product
from adapters.text import legible
from application.heard import Heard
from domain.catalogue import CatalogueSnapshot
from domain.money import Money
from domain.snapshot import ObjectKind

_INTERVALS = frozenset({"day", "week", "month", "year"})


def heard_product(product: Product, telling: Telling) -> Heard:
    """A product's name. A deleted one has none any more, which is remembered, lest it be asked for again and again."""
    name = legible(product.name)
    snapshot = CatalogueSnapshot(ref=telling.ref(product.id), kind=ObjectKind.PRODUCT, stamp=telling.stamp, name=name)
    return Heard(snapshots=(snapshot,))


def heard_price(price: Price, telling: Telling) -> Heard:
    """A price's amount and how often it is due."""
    snapshot = CatalogueSnapshot(
        ref=telling.ref(price.id),
        kind=ObjectKind.PRICE,
        stamp=telling.stamp,
        product_id=id_of(price.product),
        price=amount_of(price),
        interval=interval_of(price.recurring.interval) if price.recurring else None,
        interval_count=price.recurring.interval_count if price.recurring else None,
        one_time=price.type == "one_time" if price.type else None,
    )
    return Heard(snapshots=(snapshot,))


def amount_of(price: Price) -> Money | None:
    """None for a price that has no single amount of whole units."""
    if price.unit_amount is None or price.currency is None:
        return None
    return money(price.unit_amount, price.currency)


def interval_of(word: str | None) -> str | None:
    return word if word in _INTERVALS else None


def product_named_by(entry: Price | Plan | None, telling: Telling) -> Heard:
    """The product that a price belongs to: what is told of it, or that it has to be asked for."""
    product = entry.product if entry is not None else None
    if product is None:
        return Heard()
    if isinstance(product, str):
        return Heard(wanted=(telling.wanted(ObjectKind.PRODUCT, product, once=True),))
    return heard_product(product, telling)
