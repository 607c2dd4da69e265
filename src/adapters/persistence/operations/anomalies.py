"""Anomalies on a database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import literal, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.persistence import tables
from adapters.persistence.mirror.mapping.row import Row, ref_of
from adapters.persistence.sql import insert_if_absent
from adapters.persistence.types import UtcDateTime
from application.ports.storage.storage import Anomaly, AnomalyKind
from domain.mirror.snapshot import ObjectKind

_anomalies = tables.anomalies.c
_BY_TIME = (_anomalies.noticed_at, _anomalies.provider, _anomalies.kind, _anomalies.id, _anomalies.anomaly)


@dataclass(frozen=True, slots=True)
class SqlAnomalies:
    connection: AsyncConnection

    async def report(self, anomalies: Sequence[Anomaly]) -> None:
        first = {(a.anomaly.value, a.ref, a.kind.value): a for a in reversed(anomalies)}
        if not first:
            return
        insert = insert_if_absent(tables.anomalies, self.connection.dialect.name)
        (await self.connection.execute(insert, [_to_row(first[key]) for key in sorted(first)])).close()


async def list_anomalies(connection: AsyncConnection, before: Anomaly | None, *, limit: int) -> list[Anomaly]:
    found = select(tables.anomalies).order_by(*(column.desc() for column in _BY_TIME)).limit(limit)
    if before is not None:
        at, *key = (_to_row(before)[column.key] for column in _BY_TIME)
        found = found.where(tuple_(*_BY_TIME) < tuple_(literal(at, UtcDateTime), *(literal(part) for part in key)))
    return [_from_row(row) for row in (await connection.execute(found)).mappings()]


def _to_row(anomaly: Anomaly) -> dict[str, Any]:
    return {
        "anomaly": anomaly.anomaly.value,
        "provider": anomaly.ref.provider,
        "kind": anomaly.kind.value,
        "id": anomaly.ref.id,
        "noticed_at": anomaly.noticed_at,
        "detail": anomaly.detail,
    }


def _from_row(row: Row) -> Anomaly:
    return Anomaly(
        anomaly=AnomalyKind(row["anomaly"]),
        kind=ObjectKind(row["kind"]),
        ref=ref_of(row),
        noticed_at=row["noticed_at"],
        detail=row["detail"],
    )
