"""The current time."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Our clock. It stamps nothing that a provider says; it tells what is due and what has run out."""

    def now(self) -> datetime:
        """Return the current time in UTC."""
        ...
