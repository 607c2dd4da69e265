"""Counters in memory."""

from dataclasses import dataclass
from datetime import datetime

from application.ports.operations.metrics import Counts
from fakes.in_memory.tables import Tables


@dataclass(frozen=True, slots=True)
class InMemoryOccurrences:
    tables: Tables

    async def add(self, counts: Counts, at: datetime) -> None:
        for (occurrence, provider), count in counts.items():
            kept = self.tables.occurrences.get((at, occurrence, provider), 0)
            self.tables.occurrences[at, occurrence, provider] = kept + count

    async def delete_before(self, before: datetime) -> None:
        for key in [key for key in self.tables.occurrences if key[0] < before]:
            del self.tables.occurrences[key]
