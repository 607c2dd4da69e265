"""Use case: who a customer is to the providers."""

from __future__ import annotations

from dataclasses import dataclass

from application.execution.off_the_loop import off_the_loop
from application.ports.storage.storage import Storage
from domain.billing.assembly import assemble_billing
from domain.billing.billing import Billing
from domain.customer import CustomerId, CustomerNotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowCustomer:
    """A customer with their accounts and their home."""

    storage: Storage

    async def __call__(self, customer_id: CustomerId) -> Billing:
        """
        Raises:
            CustomerNotFound
        """
        facts = await self.storage.customer_records(customer_id)
        if facts is None:
            raise CustomerNotFound
        return await off_the_loop(facts.size, assemble_billing, facts)
