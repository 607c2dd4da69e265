"""Counters of this process, and their stored totals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from application.ports.operations.health import HealthReport
from domain.provider import ProviderName


class CounterName(StrEnum):
    """Counters that `status` shows for all processes and that are therefore stored."""

    SIGNATURE_REFUSED = "signature_refused"
    PORTAL_FAILED = "portal_failed"
    DRIFT_FOUND = "drift_found"
    """Something that reconciliation had to mend; what the first one finds is none: nothing had been there."""


Counts = Mapping[tuple[CounterName, ProviderName], int]


class Metrics(Protocol):
    """The counters of one process. They begin at nothing with it."""

    def observe_delivery(self, provider: ProviderName, behind: timedelta | None) -> None:
        """A genuine delivery came. `behind`: how long after what it tells of, None where it tells of nothing."""
        ...

    def increment(self, occurrence: CounterName, provider: ProviderName) -> None: ...

    def drain(self) -> Counts:
        """Return the counts since the last call."""
        ...

    def restore(self, counts: Counts) -> None:
        """Counts that were taken and could not be kept."""
        ...

    def render(self, report: HealthReport | None) -> bytes:
        """Render all metrics in the Prometheus text format. `report`: None if the database did not answer."""
        ...


class CounterStore(Protocol):
    """Stored counts of all processes, by time."""

    async def add(self, counts: Counts, at: datetime) -> None: ...

    async def delete_before(self, before: datetime) -> None: ...
