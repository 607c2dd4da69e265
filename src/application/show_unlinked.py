"""Use case: what belongs to nobody known yet, and who claimed something and lost."""

from __future__ import annotations

from dataclasses import dataclass

from application.ports.persistence import Storage
from application.ports.unlinked import BEGINNING, Position, Seen, SeenAccount
from domain.claim import Claim, CustomerId
from domain.one_off_purchase import PAYMENT_KINDS, OneOffPurchase
from domain.ownership import Ownership
from domain.provider import Ref
from domain.snapshot import ObjectKind

MOST_STRETCHES = 10
"""How often the walk is taken up for one page: a page may come out short, and says where the next one begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlinked:
    """Something for an operator to link.

    `claim`: the word that lost, None for an account or a guest's purchase. `owner`: whose it is instead, if anybody's.
    """

    kind: ObjectKind
    ref: Ref
    account: Ref | None
    claim: Claim | None = None
    owner: CustomerId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlinkedPage:
    """`ended`: where the next page begins, None on the last one."""

    found: tuple[Unlinked, ...]
    ended: Position | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowUnlinked:
    """Accounts first, then guests' purchases, then claims that lost; each in the order of its key.

    Nothing of it is kept: ownership is derived, and so is its absence. It is found by walking along indexes, a bounded
    number of rows a page, so that a page costs the same however much there is and however little of it is unlinked.
    """

    storage: Storage

    async def __call__(self, after: Position = BEGINNING, *, limit: int) -> UnlinkedPage:
        found: list[Unlinked] = []
        at: Position | None = after
        for _ in range(MOST_STRETCHES):
            if at is None or len(found) >= limit:
                break
            stretch = await self.storage.unlinked(at, limit=limit - len(found))
            judged = (_judged(seen, stretch.ownership) for seen in stretch.seen)
            found += [unlinked for unlinked in judged if unlinked is not None]
            at = stretch.ended
        return UnlinkedPage(found=tuple(found), ended=at)


def _judged(seen: Seen, ownership: Ownership) -> Unlinked | None:
    """None for what is somebody's after all."""
    if isinstance(seen.what, SeenAccount):
        return _account(seen.what, ownership)
    if isinstance(seen.what, OneOffPurchase):
        return _purchase(seen.what, ownership)
    return _claim(seen.what, ownership)


def _account(seen: SeenAccount, ownership: Ownership) -> Unlinked | None:
    """An unsigned word links no account. Where all that was bought with it is credited, nothing is amiss."""
    if ownership.account_holder(seen.ref) is not None:
        return None
    credited = [
        ownership.owner([(ObjectKind.SUBSCRIPTION, subscription)], seen.ref) is not None
        for subscription in seen.subscriptions
    ] or [
        ownership.owner([(claim.kind, claim.subject)], seen.ref) is not None
        for claim in ownership.claims
        if claim.account == seen.ref
    ]
    if credited and all(credited):
        return None
    return Unlinked(kind=ObjectKind.ACCOUNT, ref=seen.ref, account=seen.ref)


def _purchase(purchase: OneOffPurchase, ownership: Ownership) -> Unlinked | None:
    subjects = [(kind, purchase.ref.sibling(key)) for kind in PAYMENT_KINDS for key in purchase.keys]
    if purchase.account is not None or ownership.owner(subjects, None) is not None:
        return None
    return Unlinked(kind=purchase.leading.kind, ref=purchase.leading.ref, account=None)


def _claim(claim: Claim, ownership: Ownership) -> Unlinked | None:
    owner = ownership.owner([(claim.kind, claim.subject)], claim.account)
    if owner is not None and owner.customer_id == claim.customer_id:
        return None
    winner = owner.customer_id if owner is not None else None
    return Unlinked(kind=claim.kind, ref=claim.subject, account=claim.account, claim=claim, owner=winner)
