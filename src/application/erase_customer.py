"""Use case: nothing that tells who a customer was is kept."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from application.personal import Person
from application.ports.clock import Clock
from application.ports.erasures import anonymous
from application.ports.inbox import DeliveryId
from application.ports.persistence import Storage
from application.until_written import until_written
from domain.claim import CustomerId
from domain.errors import CustomerNotFound
from domain.facts import billing_of

_AT_ONCE = 200
_ROUNDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseCustomer:
    """Who they were goes, what they paid stays; a tombstone keeps whatever names them later from bringing them back.

    A name without meaning stands in for them, so that what was theirs falls to nobody who claimed it and lost. What
    was sent about them is emptied before their own name goes: whoever is interrupted can begin again.
    """

    storage: Storage
    clock: Clock
    random: Callable[[], str] = lambda: secrets.token_hex(16)

    async def __call__(self, customer_id: CustomerId) -> bool:
        """Answers whether there was anything to erase; asked twice it is harmless.

        Raises:
            CustomerNotFound: there is no such customer, nor was there one who was erased.
            StorageUnavailable
        """
        begun = self.clock.now()
        facts = await self.storage.facts(customer_id)
        if facts is None:
            await self._must_have_been_erased(customer_id)
            return False
        person = Person.of(facts.customer, billing_of(facts))
        stand_in = await until_written(lambda: self._bury(customer_id, begun))
        await self._empty(person, since=None)
        for _ in range(_ROUNDS):
            await until_written(lambda: self._rename(customer_id, stand_in))
            await self._empty(person, since=begun)
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

    async def _empty(self, person: Person, *, since: datetime | None) -> None:
        """Looks through all that is kept of what was sent, the newest first."""
        before: tuple[datetime, DeliveryId] | None = None
        while True:
            page = await self.storage.payloads(before=before, since=since, limit=_AT_ONCE)
            theirs = frozenset(delivery.id for delivery in page if person.is_in(delivery))
            if theirs:
                await until_written(lambda chosen=theirs: self._drop(chosen))  # type: ignore[misc]  # bound at once
            if len(page) < _AT_ONCE:
                return
            before = page[-1].received_at, page[-1].id

    async def _drop(self, chosen: frozenset[DeliveryId]) -> None:
        async with self.storage.begin() as uow:
            await uow.inbox.drop_payloads(chosen)
            await uow.commit()
