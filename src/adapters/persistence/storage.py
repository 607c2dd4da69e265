"""Storage on SQLite or PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from adapters.persistence.engine import Engines
from adapters.persistence.facts import gather
from adapters.persistence.failures import storage_failures
from adapters.persistence.schema import check
from adapters.persistence.sessions import find
from adapters.persistence.unit_of_work import SqlUnitOfWork
from application.ports.sessions import Session, SessionKind
from domain.claim import CustomerId
from domain.customer import Customer
from domain.facts import CustomerFacts


@dataclass(frozen=True, slots=True)
class SqlStorage:
    """Whoever makes the engines disposes of them."""

    engines: Engines = field(repr=False)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[SqlUnitOfWork]:
        with storage_failures():
            async with self.engines.writing.connect() as connection:
                yield SqlUnitOfWork(connection)

    async def facts(self, customer_id: CustomerId) -> CustomerFacts | None:
        with storage_failures():
            async with self.engines.reading.connect() as connection:
                return await gather(connection, customer_id)

    async def session(self, kind: SessionKind, digest: str) -> tuple[Session, Customer] | None:
        with storage_failures():
            async with self.engines.reading.connect() as connection:
                return await find(connection, kind, digest)

    async def check(self) -> None:
        """
        Raises:
            SchemaOutdated, SchemaTooNew: the database and this code are not of the same version.
            StorageUnavailable
        """
        with storage_failures():
            await check(self.engines.reading)
