"""Use case: what belongs to nobody known yet, and who claimed something and lost."""

from __future__ import annotations

from dataclasses import dataclass

from application.ports.storage.storage import Storage
from application.ports.storage.unlinked import START, Candidate, UnlinkedCursor
from domain.customer import CustomerId
from domain.mirror.snapshot import ObjectKind
from domain.one_off_purchase import OneOffPurchase
from domain.ownership.claim import Claim
from domain.ownership.resolution import OwnershipResolver
from domain.provider import ProviderRef

MAX_SCANS = 10
"""How often the walk is taken up for one page: a page may come out short, and says where the next one begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlinked:
    """An account, purchase or claim that an operator may want to link.

    `claim`: the word that lost, None for an account or a guest's purchase. `owner`: whose it is instead, if anybody's.
    """

    kind: ObjectKind
    ref: ProviderRef
    account: ProviderRef | None
    claim: Claim | None = None
    owner: CustomerId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlinkedPage:
    """`ended`: where the next page begins, None on the last one."""

    found: tuple[Unlinked, ...]
    ended: UnlinkedCursor | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListUnlinked:
    """Accounts first, then guests' purchases, then claims that lost; each in the order of its key.

    Nothing of it is kept: ownership is derived, and so is its absence. It is found by walking along indexes, a bounded
    number of rows a page, so that a page costs the same however much there is and however little of it is unlinked.
    """

    storage: Storage

    async def __call__(self, after: UnlinkedCursor = START, *, limit: int) -> UnlinkedPage:
        found: list[Unlinked] = []
        at: UnlinkedCursor | None = after
        for _ in range(MAX_SCANS):
            if at is None or len(found) >= limit:
                break
            stretch = await self.storage.unlinked(at, limit=limit - len(found))
            judged = (_judged(seen, stretch.belongings) for seen in stretch.seen)
            found += [unlinked for unlinked in judged if unlinked is not None]
            at = stretch.ended
        return UnlinkedPage(found=tuple(found), ended=at)


def _judged(seen: Candidate, belongings: OwnershipResolver) -> Unlinked | None:
    """None for what is somebody's after all."""
    if isinstance(seen.what, ProviderRef):
        return _account(seen.what, belongings)
    if isinstance(seen.what, OneOffPurchase):
        return _purchase(seen.what, belongings)
    return _claim(seen.what, belongings)


def _account(account: ProviderRef, belongings: OwnershipResolver) -> Unlinked | None:
    """Leave out an account without an owner if every purchase in it has one."""
    ownership = belongings.ownership
    if ownership.account_owner(account) is not None:
        return None
    owners = [each.owner for each in belongings.bought_with(account)]
    owners = owners or [ownership.owner((claim.subject_key,), account) for claim in ownership.claimed_in(account)]
    if owners and all(owners):
        return None
    return Unlinked(kind=ObjectKind.ACCOUNT, ref=account, account=account)


def _purchase(purchase: OneOffPurchase, belongings: OwnershipResolver) -> Unlinked | None:
    if purchase.account is not None or belongings.owner(purchase.primary_payment.key, None) is not None:
        return None
    return Unlinked(kind=purchase.primary_payment.kind, ref=purchase.primary_payment.ref, account=None)


def _claim(claim: Claim, belongings: OwnershipResolver) -> Unlinked | None:
    """A word that links no account is listed though what it came with is credited; then there is no other owner."""
    if belongings.wins(claim):
        return None
    holder = belongings.ownership.account_owner(claim.account) if claim.account is not None else None
    others = [c.customer_id for c in (belongings.owner(claim.subject_key, claim.account), holder) if c is not None]
    winner = next((customer_id for customer_id in others if customer_id != claim.customer_id), None)
    return Unlinked(kind=claim.kind, ref=claim.subject, account=claim.account, claim=claim, owner=winner)
