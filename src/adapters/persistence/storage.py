"""Storage on SQLite or PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator, Set
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from adapters.persistence.billing import load_customer_records
from adapters.persistence.database import Database
from adapters.persistence.errors import storage_failures
from adapters.persistence.inbox.queries import list_deliveries, list_payloads, show_delivery
from adapters.persistence.operations.anomalies import list_anomalies
from adapters.persistence.operations.health import vital_signs
from adapters.persistence.schema import check
from adapters.persistence.sessions.repository import find
from adapters.persistence.unit_of_work import Defer, SqlUnitOfWork
from adapters.persistence.unlinked import walk
from application.ports.operations.health import HealthMetrics, LookbackWindows
from application.ports.storage.inbox import Delivery, DeliveryFilter, DeliveryId, DeliveryPage
from application.ports.storage.sessions import Session, SessionKind
from application.ports.storage.storage import Anomaly
from application.ports.storage.unlinked import CandidatePage, UnlinkedCursor
from domain.billing.assembly import CustomerRecords
from domain.customer import Customer, CustomerId
from domain.provider import ProviderName


@dataclass(frozen=True, slots=True)
class SqlStorage:
    """Storage on a database. Its caller disposes of the engines. `defer`: called with items that became due."""

    engines: Database = field(repr=False)
    defer: Defer | None = field(default=None, repr=False)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[SqlUnitOfWork]:
        with storage_failures():
            async with self.engines.writing.connect() as connection:
                yield SqlUnitOfWork(connection, self.defer)

    async def customer_records(self, customer_id: CustomerId) -> CustomerRecords | None:
        with storage_failures():
            async with self.engines.reading.connect() as connection:
                return await load_customer_records(connection, customer_id)

    async def deliveries(self, which: DeliveryFilter, *, limit: int) -> DeliveryPage:
        with storage_failures():
            async with self.engines.reading.connect() as connection:
                return await list_deliveries(connection, which, limit=limit)

    async def delivery(self, chosen: DeliveryId) -> DeliveryPage | None:
        with storage_failures():
            async with self.engines.reading.connect() as connection:
                return await show_delivery(connection, chosen)

    async def payloads(self, which: DeliveryFilter, *, limit: int) -> list[Delivery]:
        with storage_failures():
            async with self.engines.reading.connect() as connection:
                return await list_payloads(connection, which, limit=limit)

    async def unlinked(self, after: UnlinkedCursor, *, limit: int) -> CandidatePage:
        with storage_failures():
            async with self.engines.reading.connect() as connection:
                return await walk(connection, after, limit=limit)

    async def anomalies(self, *, before: Anomaly | None, limit: int) -> list[Anomaly]:
        with storage_failures():
            async with self.engines.reading.connect() as connection:
                return await list_anomalies(connection, before, limit=limit)

    async def health_metrics(self, providers: Set[ProviderName], windows: LookbackWindows) -> HealthMetrics:
        with storage_failures():
            async with self.engines.reading.connect() as connection:
                return await vital_signs(connection, providers, windows)

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
