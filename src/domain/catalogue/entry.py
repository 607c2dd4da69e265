"""Catalogue entries: products, prices and discounts, which webhooks name by id only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from domain.catalogue.discount import Discount
from domain.catalogue.item import SubscriptionItem, Usage
from domain.catalogue.pricing import Pricing
from domain.mirror.snapshot import ObjectKind, Snapshot
from domain.provider import ProviderRef


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueSnapshot(Snapshot):
    """A product (it has a name), a price (it says how it charges, and which product it prices) or a discount.

    `pricings` begin with that in the price's own currency; there is one more for each other currency it is sold in.
    `interval` is `day`, `week`, `month` or `year`, and `None` for what is paid once; `one_time` is `None` until the
    provider has said which of the two a price is. `usage` is None where only the subscription tells it.
    """

    name: str | None = None
    product_id: str | None = None
    pricings: tuple[Pricing, ...] = ()
    interval: str | None = None
    interval_count: int | None = None
    one_time: bool | None = None
    usage: Usage | None = None
    discount: Discount | None = None


CatalogueKey = tuple[ObjectKind, ProviderRef]
Catalogue = Mapping[CatalogueKey, CatalogueSnapshot]


def entry_keys(items: Iterable[SubscriptionItem], beside: ProviderRef) -> frozenset[CatalogueKey]:
    """Return the keys of the catalogue entries for these items. `beside` is an object of the same provider."""
    listed = tuple(items)
    products = {(ObjectKind.PRODUCT, beside.same_provider(item.product_id)) for item in listed if item.product_id}
    return frozenset(
        products | {(ObjectKind.PRICE, beside.same_provider(item.price_id)) for item in listed if item.price_id}
    )


def complete_item(
    item: SubscriptionItem, catalogue: Catalogue, *, beside: ProviderRef, currency: str | None
) -> SubscriptionItem:
    """The item with what the catalogue knows in place of what the subscription itself does not tell.

    `currency` is the one that is charged: a pricing in any other would show an amount that nobody pays.
    """
    price = catalogue.get((ObjectKind.PRICE, beside.same_provider(item.price_id))) if item.price_id else None
    product_id = item.product_id or (price.product_id if price else None)
    product = catalogue.get((ObjectKind.PRODUCT, beside.same_provider(product_id))) if product_id else None
    own = (item.pricing,) if item.pricing is not None else ()
    return replace(
        item,
        product_id=product_id,
        name=item.name or (product.name if product else None),
        usage=(price.usage if price else None) or item.usage,
        pricing=_charged((*own, *(price.pricings if price else ())), currency),
        interval=item.interval or (price.interval if price else None),
        interval_count=item.interval_count or (price.interval_count if price else None),
    )


def _charged(pricings: Iterable[Pricing], currency: str | None) -> Pricing | None:
    return next((pricing for pricing in pricings if currency in (None, pricing.currency)), None)
