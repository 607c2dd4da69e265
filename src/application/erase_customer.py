"""Use case: nothing that tells who a customer was is kept."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from application.personal import Person
from application.ports.clock import Clock
from application.ports.erasures import anonymous
from application.ports.inbox import About, DeliveryId, DeliveryStatus, Which
from application.ports.persistence import Storage
from application.until_written import until_written
from domain.claim import CustomerId
from domain.errors import CustomerNotFound

_AT_ONCE = 200
_ROUNDS = 3
_NOT_APPLIED = tuple(Which(status=status) for status in DeliveryStatus if status is not DeliveryStatus.APPLIED)
"""What it is about is not known of these, and they are few."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseCustomer:
    """Who they were goes, what they paid stays; a tombstone keeps whatever names them later from bringing them back.

    A name without meaning stands in for them, so that what was theirs falls to nobody who claimed it and lost. What
    was sent about them is emptied before their own name goes: whoever is interrupted can begin again. It costs
    what there is of them, however much there is of others.
    """

    storage: Storage
    clock: Clock
    random: Callable[[], str] = lambda: secrets.token_hex(16)

    async def __call__(self, customer_id: CustomerId, *, search_all: bool = False) -> bool:
        """Answers whether there was anything to erase; asked twice it is harmless.

        `search_all`: looks for their names in all that was sent, also in what was never tied to them. It cannot be
        made up for: afterwards nobody knows what to look for.

        Raises:
            CustomerNotFound: there is no such customer, nor was there one who was erased.
            StorageUnavailable
        """
        begun = self.clock.now()
        facts = await self.storage.facts(customer_id)
        if facts is None:
            await self._must_have_been_erased(customer_id)
            return False
        person = Person.of(facts)
        searched = [Which()] if search_all else [Which(about=person.claimed), *_NOT_APPLIED]
        stand_in = await until_written(lambda: self._bury(customer_id, begun))
        await self._empty(person, searched)
        for _ in range(_ROUNDS):
            await until_written(lambda: self._rename(customer_id, stand_in))
            await self._empty(person, [replace(which, since=begun) for which in searched])
            if await self.storage.facts(customer_id) is None:
                break
        return True

    async def _must_have_been_erased(self, customer_id: CustomerId) -> None:
        async with self.storage.begin() as uow:
            if not await uow.erasures.stand_ins({customer_id}):
                raise CustomerNotFound

    async def _bury(self, customer_id: CustomerId, now: datetime) -> CustomerId:
        async with self.storage.begin() as uow:
            stand_in = await uow.erasures.add(customer_id, anonymous(self.random()), now)
            await uow.commit()
        return stand_in

    async def _rename(self, customer_id: CustomerId, stand_in: CustomerId) -> None:
        async with self.storage.begin() as uow:
            if await uow.customers.get(customer_id) is not None:
                await uow.sessions.end(customer_id)
                await uow.customers.rename(customer_id, stand_in)
            await uow.commit()

    async def _empty(self, person: Person, searched: Iterable[Which]) -> None:
        """What is about something of theirs, whatever it says; and of what is searched, what names them."""
        await until_written(lambda: self._drop_about(person.theirs))
        for which in searched:
            await self._search(person, which)

    async def _search(self, person: Person, which: Which) -> None:
        while True:
            page = await self.storage.payloads(which, limit=_AT_ONCE)
            theirs = frozenset(delivery.id for delivery in page if person.is_named_in(delivery))
            if theirs:
                await until_written(lambda chosen=theirs: self._drop(chosen))  # type: ignore[misc]  # bound at once
            if len(page) < _AT_ONCE:
                return
            which = replace(which, before=(page[-1].received_at, page[-1].id))

    async def _drop_about(self, about: About) -> None:
        async with self.storage.begin() as uow:
            await uow.inbox.drop_payloads(await uow.inbox.about(about))
            await uow.commit()

    async def _drop(self, chosen: frozenset[DeliveryId]) -> None:
        async with self.storage.begin() as uow:
            await uow.inbox.drop_payloads(chosen)
            await uow.commit()
