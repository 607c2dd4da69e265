"""The whole of storage in memory, with units of work that really undo what was not committed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from application.ports.agenda import Agenda
from application.ports.persistence import Anomalies, Claims, Customers, Inbox, Installation, Mirror
from application.ports.sessions import Session, SessionKind, Sessions
from domain.claim import CustomerId
from domain.customer import Customer
from domain.facts import CustomerFacts
from fakes.in_memory.agenda import InMemoryAgenda
from fakes.in_memory.anomalies import InMemoryAnomalies
from fakes.in_memory.claims import InMemoryClaims
from fakes.in_memory.customers import InMemoryCustomers
from fakes.in_memory.facts import facts_of
from fakes.in_memory.inbox import InMemoryInbox
from fakes.in_memory.installation import InMemoryInstallation
from fakes.in_memory.mirror import InMemoryMirror
from fakes.in_memory.sessions import InMemorySessions
from fakes.in_memory.tables import Tables


class InMemoryUnitOfWork:
    """Works on a copy, which takes the place of the original on commit."""

    def __init__(self, storage: "InMemoryStorage") -> None:
        self._storage = storage
        self._tables = storage.tables.copy()
        self.inbox: Inbox = InMemoryInbox(self._tables)
        self.mirror: Mirror = InMemoryMirror(self._tables)
        self.claims: Claims = InMemoryClaims(self._tables)
        self.customers: Customers = InMemoryCustomers(self._tables)
        self.agenda: Agenda = InMemoryAgenda(self._tables)
        self.anomalies: Anomalies = InMemoryAnomalies(self._tables)
        self.installation: Installation = InMemoryInstallation(self._tables)
        self.sessions: Sessions = InMemorySessions(self._tables)

    async def commit(self) -> None:
        self._storage.tables = self._tables.copy()


@dataclass(slots=True)
class InMemoryStorage:
    """Units of work run one after the other.

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

    async def facts(self, customer_id: CustomerId) -> CustomerFacts | None:
        return facts_of(self.tables, customer_id)

    async def session(self, kind: SessionKind, digest: str) -> tuple[Session, Customer] | None:
        session = self.tables.sessions.get((kind, digest))
        return (session, self.tables.customers[session.customer_id]) if session is not None else None

    async def check(self) -> None:
        """It is always there."""
