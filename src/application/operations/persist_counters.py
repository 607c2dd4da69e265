"""Use case: what a process has counted is not lost with it, and is seen by whoever looks from outside."""

from __future__ import annotations

from dataclasses import dataclass

from application.execution.retry_on_conflict import retry_on_conflict
from application.ports.operations.clock import Clock
from application.ports.operations.metrics import Counts, Metrics
from application.ports.storage.storage import Storage


@dataclass(frozen=True, slots=True, kw_only=True)
class PersistCounters:
    """Adds them to what all processes have kept."""

    storage: Storage
    metrics: Metrics
    clock: Clock

    async def __call__(self) -> None:
        """
        Raises:
            StorageUnavailable: they are kept the next time.
        """
        counts = self.metrics.drain()
        if not counts:
            return
        try:
            await retry_on_conflict(lambda: self._keep(counts))
        except BaseException:
            self.metrics.restore(counts)
            raise

    async def _keep(self, counts: Counts) -> None:
        async with self.storage.begin() as uow:
            await uow.occurrences.add(counts, self.clock.now())
            await uow.commit()
