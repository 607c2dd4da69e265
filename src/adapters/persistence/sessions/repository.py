"""Sessions on a database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.persistence.customers import mapping as customer_mapping
from adapters.persistence.sessions import mapping
from adapters.persistence.sql import prefixed, strip_prefix
from adapters.persistence.tables import customers, sessions
from application.ports.storage.sessions import Session, SessionKind
from domain.customer import Customer, CustomerId


@dataclass(frozen=True, slots=True)
class SqlSessions:
    connection: AsyncConnection

    async def add(self, session: Session) -> None:
        (await self.connection.execute(insert(sessions).values(mapping.to_row(session)))).close()

    async def consume(self, kind: SessionKind, digest: str) -> Session | None:
        """Delete the row and return it. Concurrent callers wait for the deletion and then find none."""
        there = sessions.c.digest == digest, sessions.c.kind == kind
        found = await self.connection.execute(delete(sessions).where(*there).returning(*sessions.columns))
        row = found.mappings().one_or_none()
        return mapping.from_row(row) if row is not None else None

    async def delete_for(self, customer_id: CustomerId) -> None:
        (await self.connection.execute(delete(sessions).where(sessions.c.customer_id == customer_id))).close()

    async def delete_expired(self, before: datetime, *, limit: int) -> None:
        """PostgreSQL passes over rows that somebody else is deleting; on SQLite there is nobody else."""
        over = (
            select(sessions.c.digest)
            .where(sessions.c.expires_at <= before)
            .order_by(sessions.c.expires_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        (await self.connection.execute(delete(sessions).where(sessions.c.digest.in_(over)))).close()


async def find(connection: AsyncConnection, kind: SessionKind, digest: str) -> tuple[Session, Customer] | None:
    columns = [*prefixed(sessions.columns, "session_"), *prefixed(customers.columns, "customer_")]
    there = sessions.c.digest == digest, sessions.c.kind == kind
    known = select(*columns).join_from(sessions, customers, sessions.c.customer_id == customers.c.id).where(*there)
    row = (await connection.execute(known)).mappings().one_or_none()
    if row is None:
        return None
    return mapping.from_row(strip_prefix(row, "session_")), customer_mapping.from_row(strip_prefix(row, "customer_"))
