"""Assembles one-off purchases from groups of facets."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import replace

from domain.catalogue.entry import Catalogue
from domain.mirror.snapshot import ObjectKind
from domain.one_off_purchase import OneOffPurchase
from domain.provider import ProviderRef
from domain.purchases.contents import PurchasedItem
from domain.purchases.grouping import Facet, Group, group_by_shared_keys, is_one_off_purchase


def assemble_purchases(
    facets: Iterable[Facet],
    *,
    catalogue: Catalogue,
    first_payments: Set[ProviderRef],
    subscribers: Set[ProviderRef] = frozenset(),
) -> tuple[OneOffPurchase, ...]:
    """Group the facets, then assemble them as `purchases_of` does."""
    return purchases_of(
        group_by_shared_keys(facets), catalogue=catalogue, first_payments=first_payments, subscribers=subscribers
    )


def purchases_of(
    groups: Iterable[Group],
    *,
    catalogue: Catalogue,
    first_payments: Set[ProviderRef],
    subscribers: Set[ProviderRef] = frozenset(),
) -> tuple[OneOffPurchase, ...]:
    """Return the purchases that facets make, without those that the catalogue shows to recur.

    For the parameters, see `unnamed_purchases`.
    """
    return tuple(
        named(purchase, catalogue)
        for purchase in unnamed_purchases(groups, first_payments=first_payments, subscribers=subscribers)
        if not recurs(purchase, catalogue)
    )


def unnamed_purchases(
    groups: Iterable[Group], *, first_payments: Set[ProviderRef], subscribers: Set[ProviderRef] = frozenset()
) -> tuple[OneOffPurchase, ...]:
    """Facets that share a key make a purchase, once one of them vouches for it.

    The earliest comes first. They have no names yet, and some may turn out to recur.

    `first_payments`: orders that subscriptions name as what opened them; those are no purchases of their own, whichever
    of the two is heard of first.
    `subscribers`: the accounts that have a subscription, see `is_one_off_purchase`.
    """
    purchases = [
        OneOffPurchase(facets=group)
        for group in groups
        if is_one_off_purchase(group, subscribers) and first_payments.isdisjoint(f.snapshot.ref for f in group)
    ]
    return tuple(sorted(purchases, key=lambda p: (p.purchased_at, p.ref)))


def named(purchase: OneOffPurchase, catalogue: Catalogue) -> OneOffPurchase:
    """Return the purchase with the names that the catalogue has for its products."""
    return replace(purchase, product_name=_product_name(purchase, catalogue), items=_items(purchase, catalogue))


def recurs(purchase: OneOffPurchase, catalogue: Catalogue) -> bool:
    """Return whether the catalogue knows a price of the purchase to recur, so that it is no purchase of its own."""
    prices = [catalogue.get((ObjectKind.PRICE, price)) for price in prices_of(purchase)]
    return any(price is not None and price.one_time is False for price in prices)


def prices_of(purchase: OneOffPurchase) -> list[ProviderRef]:
    """Return the prices that the purchase names."""
    return [purchase.ref.same_provider(item.price_id) for item in purchase.contents if item.price_id is not None]


def _items(purchase: OneOffPurchase, catalogue: Catalogue) -> tuple[PurchasedItem, ...]:
    """The contents under the names that the catalogue has for them."""
    return tuple(
        replace(item, name=_name_of(purchase.ref, item.product_id, catalogue) or item.name)
        for item in purchase.contents
    )


def _product_name(purchase: OneOffPurchase, catalogue: Catalogue) -> str | None:
    item = purchase.item
    return (_name_of(item.ref, item.product_id, catalogue) or item.name) if item is not None else None


def _name_of(beside: ProviderRef, product_id: str | None, catalogue: Catalogue) -> str | None:
    """`beside`: any object of the same provider."""
    product = catalogue.get((ObjectKind.PRODUCT, beside.same_provider(product_id))) if product_id is not None else None
    return product.name if product is not None else None
