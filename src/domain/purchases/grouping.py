"""Groups the facets that share keys, and tells which groups are one-off purchases."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass, field

from domain.mirror.merge import MirrorRecord
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderName, ProviderRef
from domain.purchases.facet import (
    FacetSnapshot,
    OriginSnapshot,
    PaymentRelation,
    PaymentSnapshot,
    SubscriptionPaymentSnapshot,
)

Facet = MirrorRecord[FacetSnapshot]
Group = tuple[Facet, ...]
"""Facets that belong together, because they share keys."""

_Key = tuple[ProviderName, str]


def is_one_off_purchase(group: Iterable[Facet], subscribers: Set[ProviderRef]) -> bool:
    """Return whether facets that belong together are a one-off purchase.

    A payment of a subscription's invoice never is one, no matter what vouches for it. A payment that vouches by
    itself does so only as long as no invoice is known to stand behind it: that invoice decides. An account with a
    subscription may have paid for that one, so its payments wait until the provider has listed their invoices.
    """
    snapshots = [facet.snapshot for facet in group]
    if any(isinstance(snapshot, SubscriptionPaymentSnapshot) for snapshot in snapshots):
        return False
    confirming = [
        snapshot for snapshot in snapshots if isinstance(snapshot, PaymentSnapshot) and snapshot.confirms_one_off
    ]
    if not confirming or any(snapshot.kind is not ObjectKind.PAYMENT for snapshot in confirming):
        return bool(confirming)
    if any(isinstance(snapshot, PaymentRelation) for snapshot in snapshots):
        return False
    listed = any(isinstance(snapshot, OriginSnapshot) for snapshot in snapshots)
    return listed or subscribers.isdisjoint(snapshot.account for snapshot in snapshots if snapshot.account is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _GrowingGroup:
    facets: list[Facet] = field(default_factory=list)
    keys: list[_Key] = field(default_factory=list)


def group_by_shared_keys(facets: Iterable[Facet]) -> list[Group]:
    """The facets, those that share a key together.

    The smaller of two groups is moved to the larger, so that even the facets of one group cost little more than one
    look at each.
    """
    groups: dict[_Key, _GrowingGroup] = {}
    for facet in {facet.snapshot.key: facet for facet in sorted(facets, key=_position)}.values():
        provider = facet.snapshot.ref.provider
        keys = [(provider, key) for key in facet.snapshot.keys]
        known = {id(group): group for key in keys if (group := groups.get(key)) is not None}
        largest, *others = sorted(known.values(), key=lambda group: -len(group.keys)) or [_GrowingGroup()]
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
