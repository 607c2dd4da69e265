"""Use case: the customer comes back from a portal or a checkout."""

from __future__ import annotations

from dataclasses import dataclass

from application.ports.agenda import Ask
from application.ports.clock import Clock
from application.ports.persistence import Key, Storage
from domain.billing import Billing
from domain.claim import CustomerId
from domain.errors import CustomerNotFound
from domain.facts import billing_of
from domain.snapshot import ObjectKind


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshCustomer:
    """Puts everything of a customer on the agenda, so that the provider is asked soon."""

    storage: Storage
    clock: Clock

    async def __call__(self, customer_id: CustomerId) -> None:
        """
        Raises:
            CustomerNotFound
        """
        facts = await self.storage.facts(customer_id)
        if facts is None:
            raise CustomerNotFound
        now = self.clock.now()
        async with self.storage.begin() as uow:
            keys = _everything(billing_of(facts))
            await uow.agenda.add([Ask(kind=kind, ref=ref, due_at=now) for kind, ref in keys])
            await uow.commit()


def _everything(billing: Billing) -> list[Key]:
    """An account answers for all that belongs to it; what belongs to none of theirs is asked about by itself."""
    mine = {account.ref for account in billing.accounts}
    keys: set[Key] = {(ObjectKind.ACCOUNT, ref) for ref in mine}
    keys |= {s.snapshot.key for s in billing.subscriptions if s.snapshot.account not in mine}
    keys |= {
        facet.snapshot.key
        for purchase in billing.purchases
        for facet in purchase.facets
        if facet.snapshot.answerable and facet.snapshot.account not in mine
    }
    return sorted(keys)
