"""What is heard of somebody who was erased is applied like anything else, and what was sent is not kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from application.checkout_reference import ids_named_by
from application.heard import Heard
from application.personal import about
from application.ports.erasures import is_anonymous
from application.ports.inbox import DeliveryId
from application.ports.persistence import UnitOfWork
from application.provider_event import ProviderEvent
from domain.account import AccountSnapshot
from domain.arrears import FirstFailureSnapshot, SubscriptionInvoiceSnapshot
from domain.belongings import Belongings
from domain.claim import Claim, CustomerId, Subject
from domain.errors import InvalidValue
from domain.facet import FacetSnapshot
from domain.ownership import Ownership
from domain.provider import Ref
from domain.snapshot import ObjectKind, Snapshot
from domain.subscription import ScheduleSnapshot, SubscriptionSnapshot

_WORD = re.compile(r'"([^"\\]{1,255})"|(?<![\w.])([0-9]{1,20})(?![\w.])')
_MOST_WORDS = 500
_PARTS = (FacetSnapshot, ScheduleSnapshot, SubscriptionInvoiceSnapshot, FirstFailureSnapshot)
_AT_ONCE = 2_000
"""Databases take a limited number of parameters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concerned:
    """Determines which of the deliveries just applied concern erased customers.

    `belongings`: decides who owns the objects; None if none of them can belong to an erased customer.
    `erased`: the customers named in the deliveries who were erased.
    """

    belongings: Belongings | None = None
    erased: frozenset[CustomerId] = frozenset()

    def of_erased(self, heard: Iterable[tuple[DeliveryId, Heard]]) -> frozenset[DeliveryId]:
        """Those that name somebody erased, or are about what is a stand-in's."""
        known = self.belongings
        return frozenset(key for key, reading in heard if self._is_of_erased(reading, known)) if known else frozenset()

    def _is_of_erased(self, heard: Heard, known: Belongings) -> bool:
        if any(claim.customer_id in self.erased for claim in heard.claims):
            return True
        subjects = [(_subject_of(snapshot), account_of(snapshot)) for snapshot in heard.snapshots]
        subjects += [((claim.kind, claim.subject), claim.account) for claim in heard.claims]
        owners = (known.owner(subject, account) for subject, account in subjects)
        return any(owner is not None and is_anonymous(owner.customer_id) for owner in owners)


async def concerned_by(
    uow: UnitOfWork, snapshots: Sequence[Snapshot], claims: Sequence[Claim], told: Ownership, erased: Set[CustomerId]
) -> Concerned:
    """Look up whose these are. Mostly there is nobody to look for, and then that costs nothing.

    `told`: the claims on these objects and their accounts. A subscription belongs to nobody who is not in it. What is
    part of something else may.
    """
    parts = any(isinstance(each, _PARTS) for each in snapshots)
    named = bool(erased) or any(is_anonymous(claim.customer_id) for claim in told.claims)
    if not named and not (parts and await uow.erasures.any()):
        return Concerned()
    accounts = {account_of(snapshot) for snapshot in snapshots} | {claim.account for claim in claims}
    known = await uow.mirror.belongings(
        accounts={account for account in accounts if account is not None},
        subjects={_subject_of(snapshot)[1] for snapshot in snapshots} | {claim.subject for claim in claims},
    )
    return Concerned(belongings=known, erased=frozenset(erased))


def _subject_of(snapshot: Snapshot) -> Subject:
    """Return the object that decides ownership: for an invoice of a subscription, the subscription."""
    if isinstance(snapshot, SubscriptionInvoiceSnapshot | FirstFailureSnapshot):
        return ObjectKind.SUBSCRIPTION, snapshot.ref.sibling(snapshot.subscription_id)
    return snapshot.key


def account_of(snapshot: Snapshot) -> Ref | None:
    """The account that an object belongs to, or is."""
    if isinstance(snapshot, AccountSnapshot):
        return snapshot.ref
    return snapshot.account if isinstance(snapshot, SubscriptionSnapshot | FacetSnapshot) else None


async def empty_what_came_before(uow: UnitOfWork, known: Belongings) -> None:
    """Empty what was sent about something before a claim told that it is a stand-in's."""
    await uow.inbox.drop_payloads(await uow.inbox.about(about(known, is_anonymous)))


async def unread_of_erased(uow: UnitOfWork, events: Iterable[ProviderEvent]) -> frozenset[DeliveryId]:
    """Those that name somebody erased, or something of theirs, found by what stands in them: nothing else is known."""
    words = {(event.provider, event.key): _words(event) for event in events}
    if not words or not await uow.erasures.any():
        return frozenset()
    theirs: set[Ref] = set()
    named: set[CustomerId] = set()
    everything = sorted({ref for each in words.values() for ref in each})
    for begin in range(0, len(everything), _AT_ONCE):
        some = frozenset(everything[begin : begin + _AT_ONCE])
        aliases = await uow.aliases.accounts(some)
        accounts = some.union(aliases.values())
        owned = about(await uow.mirror.belongings(accounts=accounts, subjects=some), is_anonymous)
        theirs |= owned.accounts | {ref for _, ref in owned.subjects}
        theirs |= {alias for alias, account in aliases.items() if account in owned.accounts}
        named |= (await uow.erasures.stand_ins(_names(some))).keys()
    return frozenset(
        key for key, each in words.items() if not theirs.isdisjoint(each) or not named.isdisjoint(_names(each))
    )


def _words(event: ProviderEvent) -> frozenset[Ref]:
    found: set[Ref] = set()
    for match in _WORD.finditer(event.payload):
        if len(found) == _MOST_WORDS:
            break
        try:
            found.add(Ref(provider=event.provider, id=match[1] or match[2]))
        except InvalidValue:
            continue
    return frozenset(found)


def _names(words: Set[Ref]) -> Set[CustomerId]:
    return frozenset(name for word in words for name in ids_named_by(word.id))
