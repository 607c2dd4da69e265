"""One transaction and everything that can be done in it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.persistence.agenda import SqlAgenda
from adapters.persistence.aliases import SqlAliases
from adapters.persistence.anomalies import SqlAnomalies
from adapters.persistence.claims import SqlClaims
from adapters.persistence.customers import SqlCustomers
from adapters.persistence.erasures import SqlErasures
from adapters.persistence.inbox import SqlInbox
from adapters.persistence.installation import SqlInstallation
from adapters.persistence.mirror import SqlMirror
from adapters.persistence.occurrences import SqlOccurrences
from adapters.persistence.reconciliations import SqlReconciliations
from adapters.persistence.sessions import SqlSessions
from application.ports.agenda import Agenda
from application.ports.aliases import Aliases
from application.ports.engine import Due
from application.ports.erasures import Erasures
from application.ports.inbox import Inbox
from application.ports.metrics import Occurrences
from application.ports.persistence import Anomalies, Claims, Customers, Installation, Mirror
from application.ports.reconciliations import Reconciliations
from application.ports.sessions import Sessions

Defer = Callable[[AsyncConnection, Due], Awaitable[None]]
"""Sees to it, in the transaction of the connection, that what has become due is done then."""


class SqlUnitOfWork:
    """The transaction begins with the first statement, and is undone with the connection's return unless committed.

    `defer`: None where whoever works things off finds what is due by himself.
    """

    def __init__(self, connection: AsyncConnection, defer: Defer | None = None) -> None:
        self._connection = connection
        self._defer = defer
        self._due = Due()
        self.inbox: Inbox = SqlInbox(connection, self._due.deliveries)
        self.mirror: Mirror = SqlMirror(connection)
        self.claims: Claims = SqlClaims(connection)
        self.aliases: Aliases = SqlAliases(connection)
        self.customers: Customers = SqlCustomers(connection)
        self.agenda: Agenda = SqlAgenda(connection, self._due.objects)
        self.anomalies: Anomalies = SqlAnomalies(connection)
        self.occurrences: Occurrences = SqlOccurrences(connection)
        self.erasures: Erasures = SqlErasures(connection)
        self.installation: Installation = SqlInstallation(connection)
        self.sessions: Sessions = SqlSessions(connection)
        self.reconciliations: Reconciliations = SqlReconciliations(connection)

    async def commit(self) -> None:
        if self._defer is not None and self._due:
            await self._defer(self._connection, self._due)
        await self._connection.commit()
