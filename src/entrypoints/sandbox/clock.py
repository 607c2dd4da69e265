"""The one clock that everything in the sandbox goes by."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

SAME_MOMENT = timedelta(seconds=2)
"""How far apart changes may be and still carry the same time, while the clock is coarse."""


def utc_now() -> datetime:
    """What the machine's clock says."""
    return datetime.now(UTC)


class SandboxClock:
    """Real time, plus what it has been moved by. It is moved forward only.

    `real`: what it goes by otherwise; `ahead`: what it has been moved by before.
    """

    def __init__(self, real: Callable[[], datetime] = utc_now, *, ahead: timedelta = timedelta(0)) -> None:
        self._real = real
        self._standing_at: datetime | None = None
        self.ahead = ahead
        self.coarse: Callable[[], bool] = lambda: False

    def now(self) -> datetime:
        """In UTC. Stands still while a due moment is played, and moves in steps while it is coarse."""
        now = self.exactly()
        if self._standing_at is not None or not self.coarse():
            return now
        return now - timedelta(seconds=now.timestamp() % SAME_MOMENT.total_seconds())

    def exactly(self) -> datetime:
        """`now`, never coarse."""
        return self._standing_at or self._real() + self.ahead

    def ahead_at(self, moment: datetime) -> timedelta:
        """How far it has to be moved in all to show this moment; never less than it has been."""
        return max(self.ahead, moment - self._real())

    @contextmanager
    def standing_at(self, moment: datetime) -> Iterator[None]:
        """Shows this moment until the end of the block."""
        before, self._standing_at = self._standing_at, moment
        try:
            yield
        finally:
            self._standing_at = before
