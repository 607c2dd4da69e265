"""All mirrored objects of any owner, grouped by purchase and account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from application.ports.storage.storage import Storage, UnitOfWork
from domain.mirror.merge import MirrorRecord
from domain.mirror.snapshot import ObjectKind
from domain.ownership.claim import AccountUnlink, Claim
from domain.ownership.claim_set import ClaimSet
from domain.ownership.first_purchases import first_purchases
from domain.provider import ProviderName, ProviderRef
from domain.purchases.grouping import Facet, group_by_shared_keys
from domain.subscription import SubscriptionSnapshot

PROVIDERS = (ProviderName("stripe"), ProviderName("lemonsqueezy"))
_FACETS = (
    *("checkout", "order", "invoice", "payment", "invoice_payment", "link", "item", "origin", "contents"),
    *("subscription_payment", "credit_note", "charge", "dispute"),
)
_AT_ONCE = 2_000


@dataclass(slots=True)
class Belongings:
    """The objects of one account, or of a guest (`account` is None)."""

    account: ProviderRef | None
    subscriptions: list[MirrorRecord[SubscriptionSnapshot]] = field(default_factory=list)
    facets: list[Facet] = field(default_factory=list)
    claims: set[Claim] = field(default_factory=set)
    unlinkings: set[AccountUnlink] = field(default_factory=set)

    @property
    def ownership(self) -> ClaimSet:
        first = first_purchases((each.snapshot for each in self.subscriptions), group_by_shared_keys(self.facets))
        claims, unlinkings = frozenset(self.claims), frozenset(self.unlinkings)
        return ClaimSet(claims=claims, unlinkings=unlinkings, first_purchases=first)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """`besides` holds accounts, schedules, invoices of subscriptions and the catalogue."""

    belongings: Sequence[Belongings]
    besides: Sequence[MirrorRecord[Any]]


async def stored(storage: Storage) -> Stored:
    """Read the current state; nothing may be written meanwhile."""
    async with storage.begin() as uow:
        facets = [each for kind in _FACETS for each in await _all(uow, ObjectKind(kind))]
        subscriptions = await _all(uow, ObjectKind.SUBSCRIPTION)
        besides = [
            each
            for kind in ("account", "schedule", "subscription_invoice", "first_failure", "product", "price", "discount")
            for each in await _all(uow, ObjectKind(kind))
        ]
        found = _together(subscriptions, facets)
        for account in (each.snapshot.ref for each in besides if each.snapshot.kind is ObjectKind.ACCOUNT):
            found.setdefault(account, Belongings(account))
        await _add_claims(uow, found.values())
    return Stored(belongings=list(found.values()), besides=besides)


async def _all(uow: UnitOfWork, kind: ObjectKind) -> list[MirrorRecord[Any]]:
    found: list[MirrorRecord[Any]] = []
    for provider in PROVIDERS:
        after: ProviderRef | None = None
        while some := await uow.mirror.list_after(provider, kind, after, limit=_AT_ONCE):
            found += some
            after = some[-1].snapshot.ref
    return found


def _together(
    subscriptions: Iterable[MirrorRecord[SubscriptionSnapshot]], facets: Iterable[Facet]
) -> dict[object, Belongings]:
    found: dict[object, Belongings] = {}
    for each in subscriptions:
        account = each.snapshot.account
        found.setdefault(account or each.snapshot.key, Belongings(account)).subscriptions.append(each)
    for group in group_by_shared_keys(facets):
        account = next((f.snapshot.account for f in group if f.snapshot.account is not None), None)
        found.setdefault(account or group[0].snapshot.key, Belongings(account)).facets.extend(group)
    return found


async def _add_claims(uow: UnitOfWork, everything: Iterable[Belongings]) -> None:
    of: defaultdict[ProviderRef, list[Belongings]] = defaultdict(list)
    for each in everything:
        for ref in {*([each.account] if each.account else []), *_subjects(each)}:
            of[ref].append(each)
    refs = sorted(of)
    for start in range(0, len(refs), _AT_ONCE):
        some = frozenset(refs[start : start + _AT_ONCE])
        said = await uow.claims.about(accounts=some, subjects=some)
        for claim in said.claims:
            for each in (*of[claim.subject], *(of[claim.account] if claim.account else [])):
                each.claims.add(claim)
        for unlinking in said.unlinkings:
            for each in of[unlinking.account]:
                each.unlinkings.add(unlinking)


def _subjects(each: Belongings) -> Iterator[ProviderRef]:
    yield from (s.snapshot.ref for s in each.subscriptions)
    for facet in (f.snapshot for f in each.facets):
        yield from (facet.ref.same_provider(key) for key in facet.keys)
