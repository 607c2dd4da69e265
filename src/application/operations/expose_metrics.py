"""Use case: what a monitoring system is told."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from application.ports.errors import StorageUnavailable
from application.ports.operations.health import HealthReport, HealthSource
from application.ports.operations.metrics import Metrics

SECONDS = 5.0
"""How long the database may take: whoever asks has a deadline of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposeMetrics:
    """Render counters and health metrics. If the database does not answer, the response says so."""

    status: HealthSource
    metrics: Metrics

    async def __call__(self) -> bytes:
        return self.metrics.render(await self._report())

    async def _report(self) -> HealthReport | None:
        try:
            async with asyncio.timeout(SECONDS):
                return await self.status()
        except (StorageUnavailable, TimeoutError):
            return None
