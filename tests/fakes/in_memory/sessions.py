"""Sessions in memory."""

from dataclasses import dataclass
from datetime import datetime

from application.ports.storage.sessions import Session, SessionKind
from domain.customer import CustomerId
from fakes.in_memory.tables import Tables


@dataclass(frozen=True, slots=True)
class InMemorySessions:
    tables: Tables

    async def add(self, session: Session) -> None:
        self.tables.sessions[session.kind, session.digest] = session

    async def consume(self, kind: SessionKind, digest: str) -> Session | None:
        return self.tables.sessions.pop((kind, digest), None)

    async def delete_for(self, customer_id: CustomerId) -> None:
        for key, session in list(self.tables.sessions.items()):
            if session.customer_id == customer_id:
                del self.tables.sessions[key]

    async def delete_expired(self, before: datetime, *, limit: int) -> None:
        over = sorted(s.expires_at for s in self.tables.sessions.values() if s.expires_at <= before)[:limit]
        for key, session in list(self.tables.sessions.items()):
            if session.expires_at in over:
                over.remove(session.expires_at)
                del self.tables.sessions[key]
