"""Occurrences on a database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.persistence import tables
from adapters.persistence.sql import insert_into
from application.ports.operations.metrics import Counts

_WITHIN = timedelta(minutes=5)
"""Whatever occurs within as long is one row."""


@dataclass(frozen=True, slots=True)
class SqlOccurrences:
    connection: AsyncConnection

    async def add(self, counts: Counts, at: datetime) -> None:
        if not counts:
            return
        begun = at - timedelta(seconds=at.timestamp() % _WITHIN.total_seconds())
        rows = [
            {"occurrence": occurrence.value, "provider": provider, "begun_at": begun, "count": counts[key]}
            for key in sorted(counts)
            for occurrence, provider in [key]
        ]
        insert = insert_into(tables.occurrences, self.connection.dialect.name)
        added = insert.on_conflict_do_update(
            index_elements=list(tables.occurrences.primary_key.columns),
            set_={"count": tables.occurrences.c.count + insert.excluded["count"]},
        )
        (await self.connection.execute(added, rows)).close()

    async def delete_before(self, before: datetime) -> None:
        old = delete(tables.occurrences).where(tables.occurrences.c.begun_at < before)
        (await self.connection.execute(old)).close()
