"""One transaction and everything that can be done in it."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.persistence.agenda import SqlAgenda
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
from application.ports.erasures import Erasures
from application.ports.inbox import Inbox
from application.ports.metrics import Occurrences
from application.ports.persistence import Anomalies, Claims, Customers, Installation, Mirror
from application.ports.reconciliations import Reconciliations
from application.ports.sessions import Sessions


class SqlUnitOfWork:
    """The transaction begins with the first statement, and is undone with the connection's return unless committed."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self.inbox: Inbox = SqlInbox(connection)
        self.mirror: Mirror = SqlMirror(connection)
        self.claims: Claims = SqlClaims(connection)
        self.customers: Customers = SqlCustomers(connection)
        self.agenda: Agenda = SqlAgenda(connection)
        self.anomalies: Anomalies = SqlAnomalies(connection)
        self.occurrences: Occurrences = SqlOccurrences(connection)
        self.erasures: Erasures = SqlErasures(connection)
        self.installation: Installation = SqlInstallation(connection)
        self.sessions: Sessions = SqlSessions(connection)
        self.reconciliations: Reconciliations = SqlReconciliations(connection)

    async def commit(self) -> None:
        await self._connection.commit()
