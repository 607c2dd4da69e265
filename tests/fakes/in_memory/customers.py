"""Customers in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.customer import Customer, CustomerId
from fakes.in_memory.tables import Tables


@dataclass(frozen=True, slots=True)
class InMemoryCustomers:
    tables: Tables

    async def get(self, customer_id: CustomerId) -> Customer | None:
        return self.tables.customers.get(customer_id)

    async def register(self, customers: Sequence[Customer]) -> frozenset[CustomerId]:
        new = {customer.id: customer for customer in reversed(customers) if customer.id not in self.tables.customers}
        self.tables.customers.update(new)
        return frozenset(new)

    async def save(self, customer: Customer) -> None:
        if customer.id in self.tables.customers:
            self.tables.customers[customer.id] = customer

    async def pseudonymize(self, customer_id: CustomerId, anonymous: CustomerId) -> None:
        known = self.tables.customers.pop(customer_id, None)
        if known is None:
            return
        self.tables.customers[anonymous] = Customer(id=anonymous, registered_at=known.registered_at)
        for key, claim in [*self.tables.claims.items()]:
            if claim.customer_id == customer_id:
                del self.tables.claims[key]
                self.tables.claims[anonymous, *key[1:]] = replace(claim, customer_id=anonymous)
        for unlinking in [u for u in self.tables.unlinkings if u.customer_id == customer_id]:
            at = self.tables.unlinkings.pop(unlinking)
            self.tables.unlinkings[replace(unlinking, customer_id=anonymous)] = at
