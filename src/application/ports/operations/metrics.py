"""What this process counts, and what is kept of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from application.ports.operations.health import HealthReport
from domain.provider import ProviderName


class CounterName(StrEnum):
    """What is told to everybody who looks, and therefore kept."""

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
        """What has occurred since this was last called."""
        ...

    def restore(self, counts: Counts) -> None:
        """Counts that were taken and could not be kept."""
        ...

    def render(self, report: HealthReport | None) -> bytes:
        """Everything in the Prometheus text format. `report`: None where the database did not answer."""
        ...


class CounterStore(Protocol):
    """What occurred in any process, by time."""

    async def add(self, counts: Counts, at: datetime) -> None: ...

    async def delete_before(self, before: datetime) -> None: ...
