"""Which facets make which purchases."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import replace

from domain.catalogued import Catalogue
from domain.contents import PurchasedItem
from domain.facet import FacetSnapshot, LinkSnapshot, OriginSnapshot, PaymentSnapshot, SubscriptionPaymentSnapshot
from domain.mirrored import Mirrored
from domain.one_off_purchase import OneOffPurchase
from domain.provider import Ref
from domain.snapshot import ObjectKind

Facet = Mirrored[FacetSnapshot]


def assemble(
    facets: Iterable[Facet], *, catalogue: Catalogue, first_payments: Set[Ref], subscribers: Set[Ref] = frozenset()
) -> tuple[OneOffPurchase, ...]:
    """Facets that share a key make a purchase, once one of them vouches for it.

    `first_payments`: orders that subscriptions name as what opened them; those are no purchases of their own, whichever
    of the two is heard of first. Nor is what is sold by a price that the catalogue knows to recur.
    `subscribers`: the accounts that have a subscription, see `bought_once`.
    """
    purchases = []
    for group in connected(facets):
        if not bought_once(group, subscribers):
            continue
        purchase = OneOffPurchase(facets=group)
        if first_payments.isdisjoint(f.snapshot.ref for f in group) and not _recurs(purchase, catalogue):
            name, items = _product_name(purchase, catalogue), _items(purchase, catalogue)
            purchases.append(replace(purchase, product_name=name, items=items))
    return tuple(sorted(purchases, key=lambda p: (p.purchased_at, p.ref)))


def bought_once(group: Iterable[Facet], subscribers: Set[Ref]) -> bool:
    """Return whether facets that belong together are a one-off purchase.

    A payment of a subscription's invoice never is one, no matter what vouches for it. A payment that vouches by
    itself does so only as long as no invoice is known to stand behind it: that invoice decides. An account with a
    subscription may have paid for that one, so its payments wait until the provider has listed their invoices.
    """
    told = [facet.snapshot for facet in group]
    if any(isinstance(each, SubscriptionPaymentSnapshot) for each in told):
        return False
    vouching = [each for each in told if isinstance(each, PaymentSnapshot) and each.vouches]
    if not vouching or any(each.kind is not ObjectKind.PAYMENT for each in vouching):
        return bool(vouching)
    if any(isinstance(each, LinkSnapshot) for each in told):
        return False
    listed = any(isinstance(each, OriginSnapshot) for each in told)
    return listed or subscribers.isdisjoint(each.account for each in told if each.account is not None)


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
    sold = [purchase.ref.sibling(item.price_id) for item in purchase.contents if item.price_id is not None]
    prices = [catalogue.get((ObjectKind.PRICE, price)) for price in sold]
    return any(price is not None and price.one_time is False for price in prices)


def _items(purchase: OneOffPurchase, catalogue: Catalogue) -> tuple[PurchasedItem, ...]:
    """The contents under the names that the catalogue has for them."""
    return tuple(
        replace(item, name=_name_of(purchase.ref, item.product_id, catalogue) or item.name)
        for item in purchase.contents
    )


def _product_name(purchase: OneOffPurchase, catalogue: Catalogue) -> str | None:
    item = purchase.item
    return (_name_of(item.ref, item.product_id, catalogue) or item.name) if item is not None else None


def _name_of(beside: Ref, product_id: str | None, catalogue: Catalogue) -> str | None:
    """`beside`: any object of the same provider."""
    product = catalogue.get((ObjectKind.PRODUCT, beside.sibling(product_id))) if product_id is not None else None
    return product.name if product is not None else None
