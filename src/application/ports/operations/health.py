"""A few numbers from which anybody can tell whether billing is healthy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from domain.provider import ProviderName

COUNT_CAP = 1_000
"""A number that is as large as this may be larger: nothing is counted further."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderHealth:
    """`longest_lag`: between what was told of and its arrival, among the latest deliveries; None if there were none.

    `compared_at`: when the latest comparing with everything had begun that came to its end, else the first one; None if
    there was none.
    """

    last_received_at: datetime | None
    longest_lag: timedelta | None
    portal_failures: int
    signatures_refused: int
    compared_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthMetrics:
    """`oldest_failed`: when the one that has waited longest arrived."""

    providers: dict[ProviderName, ProviderHealth]
    failed: int
    dead: int
    oldest_failed: datetime | None
    contested: int
    overdue: int
    drift: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LookbackWindows:
    """Times of measurement: contested and overdue objects count if older, everything else if newer."""

    occurrences: datetime
    lag: datetime
    drift: datetime
    contested: datetime
    overdue: datetime


class HealthMetric(StrEnum):
    """A health metric. Those named so are in seconds, the others are counts."""

    WEBHOOK_LAG_SECONDS = "webhook_lag_seconds"
    SILENCE_SECONDS = "silence_seconds"
    OLDEST_UNAPPLIED_SECONDS = "oldest_unapplied_seconds"
    FAILED = "failed"
    DEAD = "dead"
    UNLINKED = "unlinked"
    CONTESTED = "contested"
    AGENDA_OVERDUE = "agenda_overdue"
    PORTAL_FAILURES = "portal_failures"
    BAD_SIGNATURES = "bad_signatures"
    DRIFT_FOUND = "drift_found"
    RECONCILED_SECONDS = "reconciled_seconds"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One sign, of one provider or of all together. `value` is None where there is nothing to tell from yet.

    `at_least`: it was not counted further, so there may be more.
    """

    sign: HealthMetric
    provider: ProviderName | None
    value: int | None
    limit: int
    at_least: bool = False

    @property
    def is_fine(self) -> bool:
        return self.value is None or self.value <= self.limit


@dataclass(frozen=True, slots=True)
class HealthReport:
    """All of them."""

    readings: tuple[Measurement, ...]

    @property
    def is_healthy(self) -> bool:
        return all(reading.is_fine for reading in self.readings)


class HealthSource(Protocol):
    """A source of health metrics."""

    async def __call__(self) -> HealthReport:
        """
        Raises:
            StorageUnavailable
        """
        ...
