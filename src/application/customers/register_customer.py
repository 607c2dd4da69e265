"""Use case: the host tells us of a user."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from application.customers.host_claim import link
from application.execution.retry_on_conflict import retry_on_conflict
from application.ports.operations.clock import Clock
from application.ports.storage.storage import Storage
from domain.customer import Customer, CustomerErased, CustomerId
from domain.provider import ProviderRef


class Unchanged(Enum):
    """A field that was left out."""

    KEPT = auto()


UNCHANGED = Unchanged.KEPT


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A customer as sent by the host: an omitted field stays unchanged, None clears it. Accounts are only added."""

    customer_id: CustomerId
    email: str | Unchanged | None = field(default=UNCHANGED, repr=False)
    name: str | Unchanged | None = field(default=UNCHANGED, repr=False)
    accounts: Sequence[ProviderRef] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterCustomer:
    """Adds or updates a customer; answers whether they are new."""

    storage: Storage
    clock: Clock

    async def __call__(self, registration: Registration) -> bool:
        """
        Raises:
            CustomerErased
            AccountAlreadyLinked, AccountUnlinked: and nothing else of it was done either.
        """
        return await retry_on_conflict(lambda: self._write(registration))

    async def _write(self, registration: Registration) -> bool:
        now = self.clock.now()
        fresh = Customer(id=registration.customer_id, registered_at=now)
        async with self.storage.begin() as uow:
            if await uow.erasures.pseudonyms({registration.customer_id}):
                raise CustomerErased
            created = bool(await uow.customers.register([fresh]))
            customer = await uow.customers.get(registration.customer_id) or fresh
            updated = _updated(customer, registration)
            if updated != customer:
                await uow.customers.save(updated)
            await link(uow, customer.id, registration.accounts, now)
            await uow.commit()
        return created


def _updated(customer: Customer, registration: Registration) -> Customer:
    email, name = registration.email, registration.name
    return replace(
        customer,
        email=customer.email if isinstance(email, Unchanged) else email,
        name=customer.name if isinstance(name, Unchanged) else name,
    )
