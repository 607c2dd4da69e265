"""Use case: what was noticed and left alone."""

from __future__ import annotations

from dataclasses import dataclass

from application.ports.storage.storage import Anomaly, Storage


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAnomalies:
    """The newest first."""

    storage: Storage

    async def __call__(self, *, before: Anomaly | None = None, limit: int) -> list[Anomaly]:
        """`before`: only what stands behind that one."""
        return await self.storage.anomalies(before=before, limit=limit)
