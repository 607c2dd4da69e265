"""Customers on a database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.persistence import tables
from adapters.persistence.customers import mapping
from adapters.persistence.operations.customer_limits import of_customer
from adapters.persistence.ownership.repository import SqlClaims
from adapters.persistence.sql import insert_if_absent, insert_into
from domain.customer import Customer, CustomerId, stored_customer_id
from domain.provider import ProviderName, ProviderRef


@dataclass(frozen=True, slots=True)
class SqlCustomers:
    connection: AsyncConnection

    async def get(self, customer_id: CustomerId) -> Customer | None:
        """The lock leaves the row's key alone, so that whoever adds claims of this customer need not wait."""
        known = select(tables.customers).where(tables.customers.c.id == customer_id).with_for_update(key_share=True)
        row = (await self.connection.execute(known)).mappings().one_or_none()
        return mapping.from_row(row) if row is not None else None

    async def register(self, customers: Sequence[Customer]) -> frozenset[CustomerId]:
        first = {customer.id: customer for customer in reversed(customers)}
        if not first:
            return frozenset()
        insert = insert_if_absent(tables.customers, self.connection.dialect.name)
        rows = await self.connection.execute(insert, [mapping.to_row(first[id_]) for id_ in sorted(first)])
        return frozenset(stored_customer_id(id_) for (id_,) in rows)

    async def save(self, customer: Customer) -> None:
        known = update(tables.customers).where(tables.customers.c.id == customer.id)
        (await self.connection.execute(known.values(mapping.to_row(customer)))).close()

    async def pseudonymize(self, customer_id: CustomerId, anonymous: CustomerId) -> None:
        known = await self.get(customer_id)
        if known is None:
            return
        await self._hold_accounts_of(customer_id)
        nobody = Customer(id=anonymous, registered_at=known.registered_at)
        await self.register([nobody])
        for table in (tables.claims, tables.unlinkings):
            columns = [literal(str(anonymous)) if c.key == "customer_id" else c for c in table.c]
            theirs = select(*columns).where(table.c.customer_id == customer_id)
            insert = insert_into(table, self.connection.dialect.name).from_select([c.key for c in table.c], theirs)
            (await self.connection.execute(insert.on_conflict_do_nothing())).close()
            (await self.connection.execute(delete(table).where(table.c.customer_id == customer_id))).close()
        (await self.connection.execute(of_customer(customer_id))).close()
        (await self.connection.execute(delete(tables.customers).where(tables.customers.c.id == customer_id))).close()

    async def _hold_accounts_of(self, customer_id: CustomerId) -> None:
        """Wait for a process that is moving their claims to the first id of an account, and keep others from it."""
        theirs = tables.claims.c
        chosen = select(theirs.provider, theirs.account_id).where(theirs.customer_id == customer_id).distinct()
        named = {(provider, id_) for provider, id_ in await self.connection.execute(chosen) if id_}
        await SqlClaims(self.connection).lock(
            {ProviderRef(provider=ProviderName(provider), id=id_) for provider, id_ in named}
        )
