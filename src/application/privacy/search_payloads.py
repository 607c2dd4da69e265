"""Searching stored payloads for one customer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace

from application.ingestion.personal_data import PersonalDataMatcher, Tie
from application.ports.provider.mentions import Mentions
from application.ports.provider.provider import Providers
from application.ports.storage.inbox import Delivery, DeliveryFilter, DeliveryId, DeliveryStatus
from application.ports.storage.storage import Storage

NOT_APPLIED = tuple(DeliveryFilter(status=status) for status in DeliveryStatus if status is not DeliveryStatus.APPLIED)
"""What it is about is not known of these, and they are few."""

_AT_ONCE = 100
_SMALL = 64 * 1024
"""Characters that are decoded within a few milliseconds."""

_MOST_REFS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Some deliveries by what they have to do with the customer, see `Tie`; `theirs` with their payloads."""

    theirs: tuple[Delivery, ...] = field(default=(), repr=False)
    undecided: frozenset[DeliveryId] = frozenset()
    anothers: frozenset[DeliveryId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPayloads:
    """Reads payloads in batches. Large ones are decoded in a thread, so that nobody else waits."""

    storage: Storage
    providers: Providers

    async def __call__(self, person: PersonalDataMatcher, which: DeliveryFilter) -> AsyncIterator[Found]:
        while True:
            page = await self.storage.payloads(which, limit=_AT_ONCE)
            yield await self._found(person, page)
            if len(page) < _AT_ONCE:
                return
            which = replace(which, before=(page[-1].received_at, page[-1].id))

    async def _found(self, person: PersonalDataMatcher, page: Sequence[Delivery]) -> Found:
        if sum(len(delivery.payload) for delivery in page) > _SMALL:
            read = await asyncio.to_thread(self._read, page)
        else:
            read = self._read(page)
        ties = [
            (each, await self.tie_by_owner(person, each, mentions) if tie is Tie.UNOWNED and mentions else tie)
            for each, mentions, tie in await self._tied(person, read)
        ]
        return Found(
            theirs=tuple(each for each, tie in ties if tie is Tie.THEIRS),
            undecided=frozenset(each.id for each, tie in ties if tie is Tie.UNDECIDED),
            anothers=frozenset(each.id for each, tie in ties if tie is Tie.ANOTHERS),
        )

    def _read(self, page: Sequence[Delivery]) -> list[tuple[Delivery, Mentions | None]]:
        return [(delivery, self.mentions(delivery)) for delivery in page]

    async def _tied(
        self, person: PersonalDataMatcher, read: Sequence[tuple[Delivery, Mentions | None]]
    ) -> list[tuple[Delivery, Mentions | None, Tie]]:
        """Decide by the fields alone, with every account under its first id and leave out all else."""
        named = {account for _, mentions in read if mentions is not None for account in mentions.accounts}
        async with self.storage.begin() as uow:
            aliases = await uow.aliases.accounts(named) if named else {}
        found: list[tuple[Delivery, Mentions | None, Tie]] = []
        for delivery, mentions in read:
            known = mentions.under_first_ids(aliases) if mentions is not None else None
            tie = person.tie(delivery, known)
            if tie is not Tie.NONE:
                found.append((delivery, known, tie))
        return found

    def mentions(self, delivery: Delivery) -> Mentions | None:
        """None also of a provider that is not connected any more: nobody knows its fields."""
        provider = self.providers.get(delivery.provider)
        return provider.webhooks.mentions(delivery.payload) if provider is not None else None

    async def tie_by_owner(self, person: PersonalDataMatcher, delivery: Delivery, mentions: Mentions) -> Tie:
        """Look up who owns what a delivery is about, and decide by that."""
        accounts = set(mentions.accounts)
        subjects = {ref for _, ref in mentions.subjects}
        if delivery.account is not None:
            accounts.add(delivery.account)
        if delivery.subject is not None:
            subjects.add(delivery.subject[1])
        if len(accounts) + len(subjects) > _MOST_REFS:
            return Tie.UNDECIDED
        async with self.storage.begin() as uow:
            known = await uow.mirror.ownership_resolver(accounts=accounts, subjects=subjects)
        return person.tie_of_unowned(delivery, mentions, known)
