"""The whole storage in memory, with units of work that really roll back uncommitted changes."""

import asyncio
from collections.abc import AsyncIterator, Set
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from application.ports.operations.health import HealthMetrics, LookbackWindows
from application.ports.operations.metrics import CounterStore
from application.ports.storage.aliases import Aliases
from application.ports.storage.fetch_queue import FetchQueue
from application.ports.storage.inbox import Delivery, DeliveryFilter, DeliveryId, DeliveryPage, Inbox
from application.ports.storage.reconciliation_runs import Reconciliations
from application.ports.storage.sessions import Session, SessionKind, Sessions
from application.ports.storage.storage import Anomalies, Anomaly, Claims, Customers, Installation, Mirror
from application.ports.storage.tombstones import Tombstones
from application.ports.storage.unlinked import CandidatePage, UnlinkedCursor
from domain.billing.assembly import CustomerRecords
from domain.customer import Customer, CustomerId
from domain.provider import ProviderName
from fakes.in_memory.agenda import InMemoryAgenda
from fakes.in_memory.aliases import InMemoryAliases
from fakes.in_memory.anomalies import InMemoryAnomalies, list_anomalies
from fakes.in_memory.claims import InMemoryClaims
from fakes.in_memory.customers import InMemoryCustomers
from fakes.in_memory.erasures import InMemoryErasures
from fakes.in_memory.facts import facts_of
from fakes.in_memory.inbox import InMemoryInbox, list_deliveries, list_payloads, show_delivery
from fakes.in_memory.installation import InMemoryInstallation
from fakes.in_memory.mirror import InMemoryMirror
from fakes.in_memory.occurrences import InMemoryOccurrences
from fakes.in_memory.reconciliations import InMemoryReconciliations
from fakes.in_memory.sessions import InMemorySessions
from fakes.in_memory.tables import Tables
from fakes.in_memory.unlinked import walk
from fakes.in_memory.vital_signs import vital_signs


class InMemoryUnitOfWork:
    """Works on a copy that replaces the original on commit."""

    def __init__(self, storage: "InMemoryStorage") -> None:
        self._storage = storage
        self._tables = storage.tables.copy()
        self.inbox: Inbox = InMemoryInbox(self._tables)
        self.mirror: Mirror = InMemoryMirror(self._tables)
        self.claims: Claims = InMemoryClaims(self._tables)
        self.aliases: Aliases = InMemoryAliases(self._tables)
        self.customers: Customers = InMemoryCustomers(self._tables)
        self.fetch_queue: FetchQueue = InMemoryAgenda(self._tables)
        self.anomalies: Anomalies = InMemoryAnomalies(self._tables)
        self.occurrences: CounterStore = InMemoryOccurrences(self._tables)
        self.erasures: Tombstones = InMemoryErasures(self._tables)
        self.installation: Installation = InMemoryInstallation(self._tables)
        self.sessions: Sessions = InMemorySessions(self._tables)
        self.reconciliations: Reconciliations = InMemoryReconciliations(self._tables)

    async def commit(self) -> None:
        self._storage.tables = self._tables.copy()


@dataclass(slots=True)
class InMemoryStorage:
    """Runs units of work one after another.

    `open_units` is not 0 while one is open, so that a fake provider can refuse to be called from within it.
    """

    tables: Tables = field(default_factory=Tables)
    open_units: int = 0
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[InMemoryUnitOfWork]:
        async with self._turn:
            self.open_units += 1
            try:
                yield InMemoryUnitOfWork(self)
            finally:
                self.open_units -= 1

    async def customer_records(self, customer_id: CustomerId) -> CustomerRecords | None:
        return facts_of(self.tables, customer_id)

    async def deliveries(self, which: DeliveryFilter, *, limit: int) -> DeliveryPage:
        return list_deliveries(self.tables, which, limit=limit)

    async def delivery(self, chosen: DeliveryId) -> DeliveryPage | None:
        return show_delivery(self.tables, chosen)

    async def payloads(self, which: DeliveryFilter, *, limit: int) -> list[Delivery]:
        return list_payloads(self.tables, which, limit=limit)

    async def unlinked(self, after: UnlinkedCursor, *, limit: int) -> CandidatePage:
        return walk(self.tables, after, limit=limit)

    async def anomalies(self, *, before: Anomaly | None, limit: int) -> list[Anomaly]:
        return list_anomalies(self.tables, before, limit=limit)

    async def health_metrics(self, providers: Set[ProviderName], windows: LookbackWindows) -> HealthMetrics:
        return vital_signs(self.tables, providers, windows)

    async def session(self, kind: SessionKind, digest: str) -> tuple[Session, Customer] | None:
        session = self.tables.sessions.get((kind, digest))
        return (session, self.tables.customers[session.customer_id]) if session is not None else None

    async def check(self) -> None:
        """Do nothing: memory is always available."""
