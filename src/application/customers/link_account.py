"""Use cases: an account is, or is not, a customer's."""

from __future__ import annotations

from dataclasses import dataclass

from application.customers.host_claim import link
from application.execution.retry_on_conflict import retry_on_conflict
from application.ingestion.aliases import resolved
from application.ports.operations.clock import Clock
from application.ports.storage.storage import Storage
from domain.customer import CustomerId, CustomerNotFound
from domain.ownership.claim import AccountUnlink
from domain.ownership.errors import AccountNotFound
from domain.provider import ProviderRef


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkAccount:
    """Gives an account to a customer who is known, and with it all that was ever bought with it."""

    storage: Storage
    clock: Clock

    async def __call__(self, customer_id: CustomerId, account: ProviderRef) -> None:
        """
        Raises:
            CustomerNotFound, AccountAlreadyLinked, AccountUnlinked
        """
        await retry_on_conflict(lambda: self._link(customer_id, account))

    async def _link(self, customer_id: CustomerId, account: ProviderRef) -> None:
        async with self.storage.begin() as uow:
            if await uow.customers.get(customer_id) is None:
                raise CustomerNotFound
            await link(uow, customer_id, [account], self.clock.now())
            await uow.commit()


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlinkAccount:
    """Takes an account from a customer for good: no later word gives it back to them."""

    storage: Storage
    clock: Clock

    async def __call__(self, customer_id: CustomerId, account: ProviderRef) -> None:
        """
        Raises:
            CustomerNotFound
            AccountNotFound: it is not this customer's.
        """
        await retry_on_conflict(lambda: self._unlink(customer_id, account))

    async def _unlink(self, customer_id: CustomerId, account: ProviderRef) -> None:
        async with self.storage.begin() as uow:
            if await uow.customers.get(customer_id) is None:
                raise CustomerNotFound
            (held,) = await resolved(uow, [account])
            known = await uow.claims.about(accounts=frozenset({held}), subjects=frozenset())
            if known.is_unlinked(held, customer_id):
                return
            if all(c.customer_id != customer_id for c in known.claims):
                raise AccountNotFound
            await uow.claims.unlink(AccountUnlink(account=held, customer_id=customer_id), self.clock.now())
            await uow.commit()
