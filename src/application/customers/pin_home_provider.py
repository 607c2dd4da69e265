"""Use case: the host decides where the bare `manage` leads."""

from __future__ import annotations

from dataclasses import dataclass, replace

from application.execution.off_the_loop import off_the_loop
from application.ports.operations.clock import Clock
from application.ports.storage.storage import Storage
from domain.billing.assembly import assemble_billing
from domain.customer import CustomerId, CustomerNotFound, HomePin
from domain.portal.errors import ProviderNotUsed
from domain.provider import ProviderName


@dataclass(frozen=True, slots=True, kw_only=True)
class PinHomeProvider:
    """Pins a customer to a provider they use, or unpins them with None."""

    storage: Storage
    clock: Clock

    async def __call__(self, customer_id: CustomerId, provider: ProviderName | None) -> None:
        """
        Raises:
            CustomerNotFound
            ProviderNotUsed: the customer has no account and no purchase there.
        """
        facts = await self.storage.customer_records(customer_id)
        if facts is None:
            raise CustomerNotFound
        if provider is not None and provider not in (await off_the_loop(facts.size, assemble_billing, facts)).providers:
            raise ProviderNotUsed(provider)
        pin = HomePin(provider=provider, at=self.clock.now()) if provider is not None else None
        async with self.storage.begin() as uow:
            customer = await uow.customers.get(customer_id)
            if customer is None:
                raise CustomerNotFound
            if (customer.pin and customer.pin.provider) != provider:
                await uow.customers.save(replace(customer, pin=pin))
            await uow.commit()
