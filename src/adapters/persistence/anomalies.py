"""Anomalies on a database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.persistence import tables
from adapters.persistence.statements import insert_if_absent
from application.ports.persistence import Anomaly


@dataclass(frozen=True, slots=True)
class SqlAnomalies:
    connection: AsyncConnection

    async def report(self, anomalies: Sequence[Anomaly]) -> None:
        first = {(a.anomaly.value, a.ref, a.kind.value): a for a in reversed(anomalies)}
        if not first:
            return
        insert = insert_if_absent(tables.anomalies, self.connection.dialect.name)
        rows = [
            {
                "anomaly": anomaly.anomaly.value,
                "provider": anomaly.ref.provider,
                "kind": anomaly.kind.value,
                "id": anomaly.ref.id,
                "noticed_at": anomaly.noticed_at,
                "detail": anomaly.detail,
            }
            for anomaly in (first[key] for key in sorted(first))
        ]
        (await self.connection.execute(insert, rows)).close()
