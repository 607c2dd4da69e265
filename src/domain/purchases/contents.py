"""The contents of a one-off purchase: every item with its quantity and amount."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from domain.mirror.snapshot import ObjectKind
from domain.money import Money
from domain.provider import ProviderRef
from domain.purchases.facet import FacetSnapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchasedItem:
    """One line of a purchase. `amount` is the price of the whole line before discounts and taxes.

    `variant_id` is not the id of a price, and may equal that of an unrelated one.
    """

    price_id: str | None = None
    variant_id: str | None = None
    product_id: str | None = None
    name: str | None = None
    quantity: int | None = None
    amount: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentsSnapshot(FacetSnapshot):
    """The complete list of what an order, a checkout or an invoice contains. It never changes.

    `ref` is that of the object that lists the items. An incomplete list makes no snapshot.
    """

    immutable: ClassVar[bool] = True

    items: tuple[PurchasedItem, ...]

    @property
    def catalogue_keys(self) -> frozenset[tuple[ObjectKind, ProviderRef]]:
        """Return the keys of the catalogue entries for the items."""
        products = {
            (ObjectKind.PRODUCT, self.ref.same_provider(item.product_id)) for item in self.items if item.product_id
        }
        prices = {(ObjectKind.PRICE, self.ref.same_provider(item.price_id)) for item in self.items if item.price_id}
        return frozenset(products | prices)
