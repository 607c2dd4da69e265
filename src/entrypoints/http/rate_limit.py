"""How often somebody may do the same."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from application.ports.clock import Clock
from entrypoints.http.refusals import RateLimited


@dataclass(slots=True, kw_only=True)
class SlidingWindow:
    """Lets `most` through within any `window` of time, each key by itself, in this process."""

    clock: Clock
    most: int
    window: timedelta
    _admitted: dict[Hashable, deque[datetime]] = field(default_factory=dict)
    _swept_at: datetime | None = None

    def admit(self, key: Hashable) -> None:
        """
        Raises:
            RateLimited: who is refused is not counted.
        """
        now = self.clock.now()
        self._sweep(now)
        times = self._admitted.setdefault(key, deque())
        while times and times[0] <= now - self.window:
            times.popleft()
        if len(times) >= self.most:
            raise RateLimited(times[0] + self.window - now)
        times.append(now)

    @property
    def remembered(self) -> int:
        """How many keys take up memory."""
        return len(self._admitted)

    def _sweep(self, now: datetime) -> None:
        """Forgets, once a window, everybody who has not come for a whole one."""
        if self._swept_at is not None and now - self._swept_at < self.window:
            return
        self._swept_at = now
        self._admitted = {key: times for key, times in self._admitted.items() if times[-1] > now - self.window}
