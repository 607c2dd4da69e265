"""Which facets make which purchases."""

from __future__ import annotations

from collections.abc import Iterable, Set

from domain.catalogued import Catalogue
from domain.facet import FacetSnapshot, PaymentSnapshot
from domain.mirrored import Mirrored
from domain.one_off_purchase import OneOffPurchase
from domain.provider import Ref
from domain.snapshot import ObjectKind

Facet = Mirrored[FacetSnapshot]


def assemble(facets: Iterable[Facet], *, catalogue: Catalogue, first_payments: Set[Ref]) -> tuple[OneOffPurchase, ...]:
    """Facets that share a key make a purchase, once one of them vouches for it.

    `first_payments`: orders that subscriptions name as what opened them; those are no purchases of their own, whichever
    of the two is heard of first. Nor is what is sold by a price that the catalogue knows to recur.
    """
    purchases = []
    for group in connected(facets):
        if not any(isinstance(f.snapshot, PaymentSnapshot) and f.snapshot.vouches for f in group):
            continue
        purchase = OneOffPurchase(facets=group)
        if first_payments.isdisjoint(f.snapshot.ref for f in group) and not _recurs(purchase, catalogue):
            purchases.append(OneOffPurchase(facets=group, product_name=_product_name(purchase, catalogue)))
    return tuple(sorted(purchases, key=lambda p: (p.purchased_at, p.ref)))


def connected(facets: Iterable[Facet]) -> list[tuple[Facet, ...]]:
    """The facets, those that share a key together."""
    groups: dict[Ref, list[Facet]] = {}
    for facet in sorted(facets, key=lambda f: f.snapshot.key):
        merged = [facet]
        for key in facet.snapshot.keys:
            earlier = groups.get(facet.snapshot.ref.sibling(key), [])
            merged += [f for f in earlier if f not in merged]
        for member in merged:
            groups.update({member.snapshot.ref.sibling(key): merged for key in member.snapshot.keys})
    unique = {id(group): group for group in groups.values()}
    return [tuple(sorted(group, key=lambda f: f.snapshot.key)) for group in unique.values()]


def _recurs(purchase: OneOffPurchase, catalogue: Catalogue) -> bool:
    item = purchase.item
    if item is None or item.price_id is None:
        return False
    price = catalogue.get((ObjectKind.PRICE, item.ref.sibling(item.price_id)))
    return price is not None and price.one_time is False


def _product_name(purchase: OneOffPurchase, catalogue: Catalogue) -> str | None:
    item = purchase.item
    if item is None or item.product_id is None:
        return item.name if item else None
    product = catalogue.get((ObjectKind.PRODUCT, item.ref.sibling(item.product_id)))
    return (product.name if product else None) or item.name
