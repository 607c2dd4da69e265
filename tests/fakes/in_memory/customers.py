"""Customers in memory."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.claim import CustomerId
from domain.customer import Customer
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
