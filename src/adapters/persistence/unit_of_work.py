"""One transaction and everything that can be done in it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.persistence.customers.repository import SqlCustomers
from adapters.persistence.fetch_queue.repository import SqlAgenda
from adapters.persistence.inbox.repository import SqlInbox
from adapters.persistence.mirror.repository import SqlMirror
from adapters.persistence.operations.anomalies import SqlAnomalies
from adapters.persistence.operations.counters import SqlOccurrences
from adapters.persistence.operations.installation import SqlInstallation
from adapters.persistence.operations.reconciliation_runs import SqlReconciliations
from adapters.persistence.ownership.aliases import SqlAliases
from adapters.persistence.ownership.repository import SqlClaims
from adapters.persistence.ownership.tombstones import SqlErasures
from adapters.persistence.sessions.repository import SqlSessions
from application.ports.job_runner import DueItems
from application.ports.operations.metrics import CounterStore
from application.ports.storage.aliases import Aliases
from application.ports.storage.fetch_queue import FetchQueue
from application.ports.storage.inbox import Inbox
from application.ports.storage.reconciliation_runs import Reconciliations
from application.ports.storage.sessions import Sessions
from application.ports.storage.storage import Anomalies, Claims, Customers, Installation, Mirror
from application.ports.storage.tombstones import Tombstones

Defer = Callable[[AsyncConnection, DueItems], Awaitable[None]]
"""Sees to it, in the transaction of the connection, that what has become due is done then."""


class SqlUnitOfWork:
    """The transaction begins with the first statement, and is undone with the connection's return unless committed.

    `defer`: None where whoever works things off finds what is due by himself.
    """

    def __init__(self, connection: AsyncConnection, defer: Defer | None = None) -> None:
        self._connection = connection
        self._defer = defer
        self._due = DueItems()
        self.inbox: Inbox = SqlInbox(connection, self._due.deliveries)
        self.mirror: Mirror = SqlMirror(connection)
        self.claims: Claims = SqlClaims(connection)
        self.aliases: Aliases = SqlAliases(connection)
        self.customers: Customers = SqlCustomers(connection)
        self.fetch_queue: FetchQueue = SqlAgenda(connection, self._due.objects)
        self.anomalies: Anomalies = SqlAnomalies(connection)
        self.occurrences: CounterStore = SqlOccurrences(connection)
        self.erasures: Tombstones = SqlErasures(connection)
        self.installation: Installation = SqlInstallation(connection)
        self.sessions: Sessions = SqlSessions(connection)
        self.reconciliations: Reconciliations = SqlReconciliations(connection)

    async def commit(self) -> None:
        if self._defer is not None and self._due:
            await self._defer(self._connection, self._due)
        await self._connection.commit()
