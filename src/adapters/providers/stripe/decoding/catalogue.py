"""Products and prices."""

from __future__ import annotations

from adapters.providers.stripe.decoding.context import DecodingContext, id_of
from adapters.providers.stripe.decoding.pricing import pricings_of
from adapters.providers.stripe.wire.catalogue import Plan, Price, Product
from adapters.text import printable
from application.ports.provider.updates import ProviderUpdate, merge_updates
from domain.catalogue.entry import CatalogueSnapshot
from domain.catalogue.item import Usage
from domain.mirror.snapshot import ObjectKind

_INTERVALS = frozenset({"day", "week", "month", "year"})


def heard_product(product: Product, telling: DecodingContext) -> ProviderUpdate:
    """Decode a product's name. A deleted product has none, which is stored so that it is not fetched repeatedly."""
    name = printable(product.name)
    snapshot = CatalogueSnapshot(
        ref=telling.ref(product.id), kind=ObjectKind.PRODUCT, timestamp=telling.stamp, name=name
    )
    return ProviderUpdate(snapshots=(snapshot,))


def heard_price(price: Price, telling: DecodingContext) -> ProviderUpdate:
    """Decode how a price charges in each of its currencies, and how often it is due."""
    snapshot = CatalogueSnapshot(
        ref=telling.ref(price.id),
        kind=ObjectKind.PRICE,
        timestamp=telling.stamp,
        product_id=id_of(price.product),
        pricings=pricings_of(price),
        interval=interval_of(price.recurring.interval) if price.recurring else None,
        interval_count=price.recurring.interval_count if price.recurring else None,
        one_time=price.type == "one_time" if price.type else None,
        usage=_usage(price),
    )
    return ProviderUpdate(snapshots=(snapshot,))


def _usage(price: Price) -> Usage | None:
    if price.recurring is None:
        return None
    return Usage.METERED if price.recurring.usage_type == "metered" else Usage.LICENSED


def interval_of(word: str | None) -> str | None:
    return word if word in _INTERVALS else None


def heard_price_and_product(price: Price, telling: DecodingContext) -> ProviderUpdate:
    """Decode a price and its product, which has the name of what the price is for."""
    return merge_updates([heard_price(price, telling), product_named_by(price, telling)])


def heard_of_change(price: Price, telling: DecodingContext) -> ProviderUpdate:
    """Request a fetch of the price, because its events omit other currencies (Stripe API, "Prices")."""
    return ProviderUpdate(fetch_requests=(telling.wanted(ObjectKind.PRICE, price.id),))


def sold_by(entry: Price | Plan | None, currency: str | None, telling: DecodingContext) -> ProviderUpdate:
    """Decode the product of an item, and request a fetch of its price if the currency differs from the one charged.

    `currency` is the one that is charged. A price contains amounts in other currencies only if they are expanded.
    """
    product = product_named_by(entry, telling)
    if entry is None or currency is None or entry.currency in (None, currency):
        return product
    return merge_updates(
        [product, ProviderUpdate(fetch_requests=(telling.wanted(ObjectKind.PRICE, entry.id, once=True),))]
    )


def product_named_by(entry: Price | Plan | None, telling: DecodingContext) -> ProviderUpdate:
    """Decode a price's product if the payload contains it, else request a fetch."""
    product = entry.product if entry is not None else None
    if product is None:
        return ProviderUpdate()
    if isinstance(product, str):
        return ProviderUpdate(fetch_requests=(telling.wanted(ObjectKind.PRODUCT, product, once=True),))
    return heard_product(product, telling)
