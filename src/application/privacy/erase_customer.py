"""Use case: nothing that tells who a customer was is kept."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from application.execution.retry_on_conflict import retry_on_conflict
from application.ingestion.personal_data import PersonalDataMatcher
from application.ports.operations.clock import Clock
from application.ports.provider.provider import Providers
from application.ports.storage.inbox import DeliveryFilter, DeliveryId, DeliverySubjects
from application.ports.storage.storage import Storage
from application.ports.storage.tombstones import new_pseudonym
from application.privacy.search_payloads import NOT_APPLIED, SearchPayloads
from domain.customer import CustomerId, CustomerNotFound

_ROUNDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """The result of an erasure.

    `again`: they had been erased before, so their e-mail address and name could not be searched for. `undecided`: what
    may tell who they were and is not certain to be theirs. `anothers`: what belongs to other customers and holds the
    same e-mail address or name. `complete`: every payload was searched for everything.
    """

    again: bool
    complete: bool
    undecided: tuple[DeliveryId, ...] = ()
    anothers: tuple[DeliveryId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseCustomer:
    """Erase a customer's personal data and keep their purchases. A tombstone stops later data from restoring it.

    A name without meaning stands in for them, so that what was theirs falls to nobody who claimed it and lost. What
    was sent about them is emptied before their own name goes: whoever is interrupted can begin again. It costs
    what there is of them, however much there is of others.
    """

    storage: Storage
    providers: Providers
    clock: Clock
    random: Callable[[], str] = lambda: secrets.token_hex(16)

    async def __call__(self, customer_id: CustomerId, *, search_all: bool = False) -> Erasure:
        """Erase a customer. A second time it empties what was found out to be theirs or has arrived since.

        `search_all`: looks for their names in all that was sent, also in what was never tied to them. It cannot be
        made up for: afterwards nobody knows their e-mail address and name.

        Raises:
            CustomerNotFound: there is no such customer, nor was there one who was erased.
            StorageUnavailable
        """
        begun = self.clock.now()
        facts = await self.storage.customer_records(customer_id)
        if facts is None:
            return await self._again(customer_id, search_all=search_all)
        person = PersonalDataMatcher.of(facts)
        searched = _searched(person, search_all=search_all)
        stand_in = await retry_on_conflict(lambda: self._write_tombstone(customer_id, begun))
        left = await self._purge_payloads(person, searched)
        for _ in range(_ROUNDS):
            await retry_on_conflict(lambda: self._pseudonymize(customer_id, stand_in))
            left = left.joined(await self._purge_payloads(person, [replace(which, since=begun) for which in searched]))
            if await self.storage.customer_records(customer_id) is None:
                break
        return left.erasure(again=False, complete=search_all)

    async def _again(self, customer_id: CustomerId, *, search_all: bool) -> Erasure:
        async with self.storage.begin() as uow:
            stand_in = (await uow.erasures.pseudonyms({customer_id})).get(customer_id)
        facts = await self.storage.customer_records(stand_in) if stand_in is not None else None
        if facts is None:
            raise CustomerNotFound
        person = PersonalDataMatcher.of(facts, named=customer_id)
        left = await self._purge_payloads(person, _searched(person, search_all=search_all))
        return left.erasure(again=True, complete=False)

    async def _write_tombstone(self, customer_id: CustomerId, now: datetime) -> CustomerId:
        async with self.storage.begin() as uow:
            stand_in = await uow.erasures.add(customer_id, new_pseudonym(self.random()), now)
            await uow.commit()
        return stand_in

    async def _pseudonymize(self, customer_id: CustomerId, stand_in: CustomerId) -> None:
        async with self.storage.begin() as uow:
            if await uow.customers.get(customer_id) is not None:
                await uow.sessions.delete_for(customer_id)
                await uow.customers.pseudonymize(customer_id, stand_in)
            await uow.commit()

    async def _purge_payloads(self, person: PersonalDataMatcher, searched: Iterable[DeliveryFilter]) -> _Left:
        """Empty what is about something of theirs, and what is searched and theirs by its fields."""
        await retry_on_conflict(lambda: self._drop_about(person.owned))
        search = SearchPayloads(storage=self.storage, providers=self.providers)
        left = _Left()
        for which in searched:
            async for found in search(person, which):
                theirs = frozenset(delivery.id for delivery in found.theirs)
                if theirs:
                    await retry_on_conflict(lambda chosen=theirs: self._drop(chosen))  # type: ignore[misc]  # bound at once
                left = left.joined(_Left(undecided=found.undecided, anothers=found.anothers))
        return left

    async def _drop_about(self, about: DeliverySubjects) -> None:
        async with self.storage.begin() as uow:
            await uow.inbox.drop_payloads(await uow.inbox.about(about))
            await uow.commit()

    async def _drop(self, chosen: frozenset[DeliveryId]) -> None:
        async with self.storage.begin() as uow:
            await uow.inbox.drop_payloads(chosen)
            await uow.commit()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Left:
    undecided: frozenset[DeliveryId] = frozenset()
    anothers: frozenset[DeliveryId] = frozenset()

    def joined(self, other: _Left) -> _Left:
        return _Left(undecided=self.undecided | other.undecided, anothers=self.anothers | other.anothers)

    def erasure(self, *, again: bool, complete: bool) -> Erasure:
        undecided, anothers = tuple(sorted(self.undecided)), tuple(sorted(self.anothers))
        return Erasure(again=again, complete=complete, undecided=undecided, anothers=anothers)


def _searched(person: PersonalDataMatcher, *, search_all: bool) -> list[DeliveryFilter]:
    return [DeliveryFilter()] if search_all else [DeliveryFilter(about=person.claimed), *NOT_APPLIED]
