"""Anomalies in memory."""

from collections.abc import Sequence
from dataclasses import dataclass

from application.ports.persistence import Anomaly
from fakes.in_memory.tables import Tables


@dataclass(frozen=True, slots=True)
class InMemoryAnomalies:
    tables: Tables

    async def report(self, anomalies: Sequence[Anomaly]) -> None:
        for anomaly in anomalies:
            self.tables.anomalies.setdefault((anomaly.anomaly, anomaly.kind, anomaly.ref), anomaly)
