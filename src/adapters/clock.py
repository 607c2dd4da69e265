"""The machine's clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class SystemClock:
    """Tells the time of the machine, in UTC."""

    def now(self) -> datetime:
        return datetime.now(UTC)
