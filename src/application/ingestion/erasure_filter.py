"""Finds deliveries about erased customers: they are applied as usual, but their payload is dropped."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence, Set
from dataclasses import dataclass

from application.ingestion.personal_data import about
from application.ports.provider.event import ProviderEvent
from application.ports.provider.mentions import Mentions, mentions_of
from application.ports.provider.updates import ProviderUpdate
from application.ports.storage.inbox import DeliveryId
from application.ports.storage.storage import UnitOfWork
from application.ports.storage.tombstones import is_pseudonym
from domain.account import AccountSnapshot
from domain.customer import CustomerId
from domain.lifecycle.arrears import FirstFailureSnapshot, SubscriptionInvoiceSnapshot
from domain.mirror.snapshot import ObjectKind, Snapshot
from domain.ownership.claim import SubjectKey
from domain.ownership.claim_set import ClaimSet
from domain.ownership.resolution import OwnershipResolver
from domain.provider import ProviderRef
from domain.purchases.facet import FacetSnapshot
from domain.subscription import ScheduleSnapshot, SubscriptionSnapshot

_MOST_REFS = 500
_SMALL = 64 * 1024
"""Characters that are decoded within a few milliseconds. More are decoded in a thread, so that nobody else waits."""

_PARTS = (FacetSnapshot, ScheduleSnapshot, SubscriptionInvoiceSnapshot, FirstFailureSnapshot)
_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureFilter:
    """Determines which of the deliveries just applied concern erased customers.

    `belongings`: decides who owns the objects; None if none of them can belong to an erased customer.
    `erased`: the customers named in the deliveries who were erased.
    """

    belongings: OwnershipResolver | None = None
    erased: frozenset[CustomerId] = frozenset()

    def of_erased(self, heard: Iterable[tuple[DeliveryId, ProviderUpdate]]) -> frozenset[DeliveryId]:
        """Those that name somebody erased, or are about what is a stand-in's."""
        known = self.belongings
        return frozenset(key for key, reading in heard if self._is_of_erased(reading, known)) if known else frozenset()

    def _is_of_erased(self, heard: ProviderUpdate, known: OwnershipResolver) -> bool:
        if any(claim.customer_id in self.erased for claim in heard.claims):
            return True
        subjects = [(_subject_of(snapshot), account_of(snapshot) or heard.account) for snapshot in heard.snapshots]
        subjects += [((claim.kind, claim.subject), claim.account) for claim in heard.claims]
        if heard.source is not None and not subjects:
            subjects.append((heard.source, heard.account))
        owners = (known.owner(subject, account) for subject, account in subjects)
        return any(owner is not None and is_pseudonym(owner.customer_id) for owner in owners)


async def concerned_by(
    uow: UnitOfWork, everything: Sequence[ProviderUpdate], told: ClaimSet, erased: Set[CustomerId]
) -> ErasureFilter:
    """Look up whose these are. Mostly there is nobody to look for, and then that costs nothing.

    `told`: the claims on these objects and their accounts. A subscription belongs to nobody who is not in it. What is
    part of something else may, and what names an account without a snapshot that does.
    """
    snapshots = [snapshot for heard in everything for snapshot in heard.snapshots]
    claims = [claim for heard in everything for claim in heard.claims]
    others = [heard for heard in everything if heard.account is not None]
    parts = bool(others) or any(isinstance(each, _PARTS) for each in snapshots)
    named = bool(erased) or any(is_pseudonym(claim.customer_id) for claim in told.claims)
    if not named and not (parts and await uow.erasures.any()):
        return ErasureFilter()
    looked_up = {account_of(snapshot) for snapshot in snapshots} | {claim.account for claim in claims}
    accounts = {account for account in looked_up | {heard.account for heard in others} if account is not None}
    subjects = {_subject_of(snapshot)[1] for snapshot in snapshots} | {claim.subject for claim in claims}
    subjects |= {heard.source[1] for heard in others if heard.source is not None}
    if not named and not await _is_beside_a_stand_in(uow, accounts, subjects, looked_up):
        return ErasureFilter()
    known = await uow.mirror.ownership_resolver(accounts=accounts, subjects=subjects)
    return ErasureFilter(belongings=known, erased=frozenset(erased))


async def _is_beside_a_stand_in(
    uow: UnitOfWork, accounts: Set[ProviderRef], subjects: Set[ProviderRef], looked_up: Set[ProviderRef | None]
) -> bool:
    """Whether a stand-in has a claim on what these are parts of, or on their accounts.

    Without one, nothing here can be a stand-in's, and there is no need to read everything in the accounts, which may
    be very much. `looked_up`: the accounts whose claims are known to name no stand-in.
    """
    around, connected = await uow.mirror.connected_with(subjects)
    known = await uow.claims.about(accounts=(accounts | around) - looked_up, subjects=connected)
    return any(is_pseudonym(claim.customer_id) for claim in known.claims)


def _subject_of(snapshot: Snapshot) -> SubjectKey:
    """Return the object that decides ownership: for an invoice of a subscription, the subscription."""
    if isinstance(snapshot, SubscriptionInvoiceSnapshot | FirstFailureSnapshot):
        return ObjectKind.SUBSCRIPTION, snapshot.ref.same_provider(snapshot.subscription_id)
    return snapshot.key


def account_of(snapshot: Snapshot) -> ProviderRef | None:
    """The account that an object belongs to, or is."""
    if isinstance(snapshot, AccountSnapshot):
        return snapshot.ref
    return snapshot.account if isinstance(snapshot, SubscriptionSnapshot | FacetSnapshot) else None


async def drop_earlier_payloads(uow: UnitOfWork, known: OwnershipResolver) -> None:
    """Empty what was sent about something before a claim told that it is a stand-in's."""
    await uow.inbox.drop_payloads(await uow.inbox.about(about(known, is_pseudonym)))


async def undecoded_matching(uow: UnitOfWork, events: Iterable[ProviderEvent]) -> frozenset[DeliveryId]:
    """Return those that name an erased customer, or are about something of theirs and name nobody else.

    The fields of the provider decide. What cannot be decoded is kept: it may be all there is about somebody else.
    """
    arrived = list(events)
    if not arrived or not await uow.erasures.any():
        return frozenset()
    if sum(len(event.payload) for event in arrived) > _SMALL:
        mentioned = await asyncio.to_thread(_mentioned, arrived)
    else:
        mentioned = _mentioned(arrived)
    aliases = await uow.aliases.accounts({account for each in mentioned.values() for account in each.accounts})
    mentioned = {key: each.under_first_ids(aliases) for key, each in mentioned.items()}
    named = await _in_parts(uow.erasures.pseudonyms, {id_ for each in mentioned.values() for id_ in each.customers})
    found = {key for key, each in mentioned.items() if not each.customers.isdisjoint(named)}
    for key in mentioned.keys() - found:
        each = mentioned[key]
        refs = each.accounts | {ref for _, ref in each.subjects}
        if each.customers or not refs or len(refs) > _MOST_REFS:
            continue
        known = about(await uow.mirror.ownership_resolver(accounts=each.accounts, subjects=refs), is_pseudonym)
        by_account = not known.accounts.isdisjoint(each.accounts) and known.others.isdisjoint(each.subjects)
        if by_account or not known.subjects.isdisjoint(each.subjects):
            found.add(key)
    return frozenset(found)


def _mentioned(events: Iterable[ProviderEvent]) -> dict[DeliveryId, Mentions]:
    """Return what each event names: of one that was understood what it says, of the others what stands in them."""
    return {
        (event.provider, event.key): mentions_of(event.decoded)
        if isinstance(event.decoded, ProviderUpdate)
        else event.mentions() or Mentions()
        for event in events
    }


async def _in_parts(
    stand_ins: Callable[[Set[CustomerId]], Awaitable[dict[CustomerId, CustomerId]]], customers: Set[CustomerId]
) -> Set[CustomerId]:
    """Databases take a limited number of parameters."""
    everybody, found = sorted(customers), set[CustomerId]()
    for begin in range(0, len(everybody), _AT_ONCE):
        found |= (await stand_ins(frozenset(everybody[begin : begin + _AT_ONCE]))).keys()
    return found
