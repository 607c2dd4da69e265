"""The one clock that everything in the sandbox goes by."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

_BEFORE_EVERYTHING = datetime.min.replace(tzinfo=UTC)

SAME_MOMENT = timedelta(seconds=2)
"""How far apart changes may be and still carry the same time, while the clock is coarse."""


def utc_now() -> datetime:
    """What the machine's clock says."""
    return datetime.now(UTC)


class SandboxClock:
    """Real time, plus what it has been moved by. It is moved forward only, and never shows an earlier moment again.

    `real`: what it goes by otherwise; `ahead`: what it has been moved by before; `latest`: the latest
    moment that it has shown before.
    """

    def __init__(
        self,
        real: Callable[[], datetime] = utc_now,
        *,
        ahead: timedelta = timedelta(0),
        latest: datetime | None = None,
    ) -> None:
        self._real = real
        self._standing_at: datetime | None = None
        self._latest = latest or _BEFORE_EVERYTHING
        self.ahead = ahead
        self.coarse: Callable[[], bool] = lambda: False

    def now(self) -> datetime:
        """In UTC. Stands still while a due moment is played, and moves in steps while it is coarse."""
        now = self.exactly()
        if self._standing_at is None and self.coarse():
            now -= timedelta(seconds=now.timestamp() % SAME_MOMENT.total_seconds())
        self._latest = max(self._latest, now)
        return self._latest

    def exactly(self) -> datetime:
        """`now`, never coarse."""
        return self._standing_at or self._real() + self.ahead

    def ahead_at(self, moment: datetime) -> timedelta:
        """How far it has to be moved in all to show this moment; never less than it has been."""
        return max(self.ahead, moment - self._real())

    @contextmanager
    def standing_at(self, moment: datetime) -> Iterator[None]:
        """Shows this moment until the end of the block, or the latest moment that it has shown, if that is later.

        An effect may be due at a moment that is over when it is planned: it happens at once, not before its cause.
        """
        before, latest = self._standing_at, self._latest
        self._standing_at = max(moment, latest)
        try:
            yield
        except BaseException:
            self._latest = latest
            raise
        finally:
            self._standing_at = before

    def reset(self) -> None:
        """Shows real time again."""
        self.ahead, self._latest = timedelta(0), _BEFORE_EVERYTHING
