"""Accounts with two ids: objects that name either of them are kept under one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from datetime import datetime

from application.ingestion.erasure_filter import drop_earlier_payloads
from application.ports.provider.event import ProviderEvent
from application.ports.provider.listing import ListedObject
from application.ports.provider.updates import ProviderUpdate
from application.ports.storage.fetch_queue import QueuedFetch
from application.ports.storage.storage import UnitOfWork
from application.ports.storage.tombstones import is_pseudonym
from domain.mirror.snapshot import ObjectKind, Snapshot
from domain.ownership.claim import Claim, Trust
from domain.provider import ProviderRef
from domain.purchases.facet import FacetSnapshot
from domain.subscription import SubscriptionSnapshot


async def under_one_id(
    uow: UnitOfWork, everything: Sequence[ProviderUpdate], now: datetime
) -> Sequence[ProviderUpdate]:
    """Remember the aliases that are named, and replace each known alias by its account.

    The result names no aliases, so that applying it a second time costs nothing: the lock lasts as long as the unit of
    work.
    """
    named = {alias.alias: alias.account for heard in everything for alias in heard.aliases if alias.account is not None}
    mentioned = {alias.alias for heard in everything for alias in heard.aliases}
    if not mentioned:
        return everything
    await uow.claims.lock(frozenset(mentioned))
    known = await uow.aliases.accounts(mentioned)
    new = {alias: account for alias, account in named.items() if alias not in known}
    accounts = {**new, **known}
    if new:
        await uow.aliases.add(new)
        await _complete(uow, frozenset(new.values()), now)
    return [_renamed(heard, accounts) for heard in everything]


async def _complete(uow: UnitOfWork, accounts: Set[ProviderRef], now: datetime) -> None:
    """Complete accounts whose second ids have just become known.

    The host may have linked an account by its second id, which gets from the provider what belongs to the account but
    not the account itself. What was sent with the second id about an erased customer is emptied.
    """
    known = await uow.claims.about(accounts=accounts, subjects=frozenset())
    if any(is_pseudonym(claim.customer_id) for claim in known.claims):
        await drop_earlier_payloads(uow, await uow.mirror.ownership_resolver(accounts=accounts, subjects=frozenset()))
    linked = {claim.subject for claim in known.claims if claim.trust is Trust.HOST} & accounts
    await uow.fetch_queue.add(
        [QueuedFetch(kind=ObjectKind.ACCOUNT, ref=ref, due_at=now, once=True) for ref in sorted(linked)]
    )


async def events_under_one_id(uow: UnitOfWork, events: Sequence[ProviderEvent], now: datetime) -> list[ProviderEvent]:
    """Apply `under_one_id` to the readings of events, so that deliveries are kept under the first id as well."""
    readings = [event.decoded for event in events if isinstance(event.decoded, ProviderUpdate)]
    renamed = iter(await under_one_id(uow, readings, now))
    return [
        replace(event, decoded=next(renamed)) if isinstance(event.decoded, ProviderUpdate) else event
        for event in events
    ]


async def with_known_aliases(uow: UnitOfWork, page: Sequence[ListedObject]) -> Sequence[ListedObject]:
    """Replaces each alias that is known by its account, so that a list can be compared with the mirror."""
    aliases = {alias.alias for listed in page for alias in listed.heard.aliases}
    accounts = await uow.aliases.accounts(aliases) if aliases else {}
    if not accounts:
        return page
    return [replace(listed, heard=_renamed(listed.heard, accounts)) for listed in page]


async def resolved(uow: UnitOfWork, accounts: Iterable[ProviderRef]) -> list[ProviderRef]:
    """The accounts, each under its first id as far as that is known. Locks them and what they are aliases of."""
    named = list(accounts)
    await uow.claims.lock(frozenset(named))
    known = await uow.aliases.accounts(frozenset(named))
    found = [known.get(account, account) for account in named]
    if known:
        await uow.claims.lock(frozenset(found))
    return found


def renamed_claim(claim: Claim, accounts: Mapping[ProviderRef, ProviderRef]) -> Claim:
    """The claim on the account that an alias stands for."""
    subject = accounts.get(claim.subject, claim.subject) if claim.kind is ObjectKind.ACCOUNT else claim.subject
    account = accounts.get(claim.account, claim.account) if claim.account is not None else None
    return replace(claim, subject=subject, account=account)


def _renamed(heard: ProviderUpdate, accounts: Mapping[ProviderRef, ProviderRef]) -> ProviderUpdate:
    return replace(
        heard,
        snapshots=tuple(_renamed_snapshot(snapshot, accounts) for snapshot in heard.snapshots),
        claims=tuple(renamed_claim(claim, accounts) for claim in heard.claims),
        account=accounts.get(heard.account, heard.account) if heard.account is not None else None,
        aliases=(),
    )


def _renamed_snapshot(snapshot: Snapshot, accounts: Mapping[ProviderRef, ProviderRef]) -> Snapshot:
    if not isinstance(snapshot, SubscriptionSnapshot | FacetSnapshot) or snapshot.account is None:
        return snapshot
    return replace(snapshot, account=accounts.get(snapshot.account, snapshot.account))
