"""Use case: what a monitoring system is told."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from application.ports.failures import StorageUnavailable
from application.ports.metrics import Metrics
from application.ports.vital_signs import Report, Reporting

SECONDS = 5.0
"""How long the database may take: whoever asks has a deadline of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposeMetrics:
    """What this process counted, and how things stand; also while the database does not answer, which it says."""

    status: Reporting
    metrics: Metrics

    async def __call__(self) -> bytes:
        return self.metrics.exposition(await self._report())

    async def _report(self) -> Report | None:
        try:
            async with asyncio.timeout(SECONDS):
                return await self.status()
        except (StorageUnavailable, TimeoutError):
            return None
