"""Anomalies in memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from application.ports.storage.storage import Anomaly
from fakes.in_memory.tables import Tables


@dataclass(frozen=True, slots=True)
class InMemoryAnomalies:
    tables: Tables

    async def report(self, anomalies: Sequence[Anomaly]) -> None:
        for anomaly in anomalies:
            self.tables.anomalies.setdefault((anomaly.anomaly, anomaly.kind, anomaly.ref), anomaly)


def list_anomalies(tables: Tables, before: Anomaly | None, *, limit: int) -> list[Anomaly]:
    """List anomalies, newest first."""
    found = sorted(tables.anomalies.values(), key=_place, reverse=True)
    return [anomaly for anomaly in found if before is None or _place(anomaly) < _place(before)][:limit]


def _place(anomaly: Anomaly) -> tuple[datetime, str, str, str, str]:
    return anomaly.noticed_at, anomaly.ref.provider, anomaly.kind, anomaly.ref.id, anomaly.anomaly
