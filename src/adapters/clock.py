"""The machine's clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class SystemClock:
    """Returns the machine's time, in UTC."""

    def now(self) -> datetime:
        return datetime.now(UTC)
