"""Which facets make which purchases."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass, field, replace

from domain.catalogued import Catalogue
from domain.contents import PurchasedItem
from domain.facet import FacetSnapshot, LinkSnapshot, OriginSnapshot, PaymentSnapshot, SubscriptionPaymentSnapshot
from domain.mirrored import Mirrored
from domain.one_off_purchase import OneOffPurchase
from domain.provider import ProviderName, Ref
from domain.snapshot import ObjectKind

Facet = Mirrored[FacetSnapshot]
Group = tuple[Facet, ...]
"""Facets that belong together, because they share keys."""

_Key = tuple[ProviderName, str]


def assemble(
    facets: Iterable[Facet], *, catalogue: Catalogue, first_payments: Set[Ref], subscribers: Set[Ref] = frozenset()
) -> tuple[OneOffPurchase, ...]:
    """As `purchases_of`, for facets that nobody has grouped yet."""
    return purchases_of(connected(facets), catalogue=catalogue, first_payments=first_payments, subscribers=subscribers)


def purchases_of(
    groups: Iterable[Group],
    *,
    catalogue: Catalogue,
    first_payments: Set[Ref],
    subscribers: Set[Ref] = frozenset(),
) -> tuple[OneOffPurchase, ...]:
    """Facets that share a key make a purchase, once one of them vouches for it.

    `first_payments`: orders that subscriptions name as what opened them; those are no purchases of their own, whichever
    of the two is heard of first. Nor is what is sold by a price that the catalogue knows to recur.
    `subscribers`: the accounts that have a subscription, see `bought_once`.
    """
    purchases = []
    for group in groups:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Growing:
    facets: list[Facet] = field(default_factory=list)
    keys: list[_Key] = field(default_factory=list)


def connected(facets: Iterable[Facet]) -> list[Group]:
    """The facets, those that share a key together.

    The smaller of two groups is moved to the larger, so that even the facets of one group cost little more than one
    look at each.
    """
    groups: dict[_Key, _Growing] = {}
    for facet in {facet.snapshot.key: facet for facet in sorted(facets, key=_position)}.values():
        provider = facet.snapshot.ref.provider
        keys = [(provider, key) for key in facet.snapshot.keys]
        known = {id(group): group for key in keys if (group := groups.get(key)) is not None}
        largest, *others = sorted(known.values(), key=lambda group: -len(group.keys)) or [_Growing()]
        for group in others:
            largest.facets.extend(group.facets)
            largest.keys.extend(group.keys)
            groups.update(dict.fromkeys(group.keys, largest))
        largest.facets.append(facet)
        largest.keys.extend(key for key in keys if key not in groups)
        groups.update(dict.fromkeys(keys, largest))
    unique = {id(group): group for group in groups.values()}
    return [tuple(sorted(group.facets, key=_position)) for group in unique.values()]


def _position(facet: Facet) -> tuple[str, str, str]:
    """Orders as the keys of snapshots do, and compares faster."""
    snapshot = facet.snapshot
    return snapshot.kind, snapshot.ref.provider, snapshot.ref.id


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
