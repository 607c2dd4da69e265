"""Storage on SQLite or PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from adapters.persistence.deliveries import list_deliveries, show_delivery
from adapters.persistence.engine import Engines
from adapters.persistence.facts import gather
from adapters.persistence.failures import storage_failures
from adapters.persistence.schema import check
from adapters.persistence.unit_of_work import SqlUnitOfWork
from application.ports.inbox import DeliveryId, Listed, Which
from domain.claim import CustomerId
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

    async def deliveries(self, which: Which, *, limit: int) -> Listed:
        with storage_failures():
            async with self.engines.reading.connect() as connection:
                return await list_deliveries(connection, which, limit=limit)

    async def delivery(self, chosen: DeliveryId) -> Listed | None:
        with storage_failures():
            async with self.engines.reading.connect() as connection:
                return await show_delivery(connection, chosen)

    async def check(self) -> None:
        """
        Raises:
            SchemaOutdated, SchemaTooNew: the database and this code are not of the same version.
            StorageUnavailable
        """
        with storage_failures():
            await check(self.engines.reading)
