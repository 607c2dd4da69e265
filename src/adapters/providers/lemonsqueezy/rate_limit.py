"""How many calls are left in this minute. All processes share one key, and each answer says what is left for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

from adapters.http import Answer
from adapters.providers.lemonsqueezy.failures import until_next_minute, wait_for_calls

KEPT_FOR_CUSTOMERS = 30
"""Of 300 a minute. What is asked in the background stops here, so that somebody at the door still gets in."""

_LONGEST_NUMBER = 9


@dataclass(slots=True, kw_only=True)
class RateLimit:
    """`seconds`: what our own clock shows. Set back meanwhile, it has nobody wait longer for that."""

    seconds: Callable[[], float]
    _since: float = 0.0
    _used_up_for: float = 0.0

    def notice(self, answer: Answer, date: datetime | None) -> None:
        """A refusal may say nothing of what is left: whoever shares the key has used it up."""
        if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
            self._used_up(wait_for_calls(answer, date).total_seconds())
            return
        left = answer.headers.get("x-ratelimit-remaining", "")
        if left.isascii() and left.isdigit() and len(left) <= _LONGEST_NUMBER and int(left) <= KEPT_FOR_CUSTOMERS:
            self._used_up(until_next_minute(date))

    def wait(self) -> timedelta | None:
        """How long nothing should be asked in the background, None if it may."""
        left = self._since + self._used_up_for - self.seconds()
        return timedelta(seconds=left) if 0 < left <= self._used_up_for else None

    def _used_up(self, seconds: float) -> None:
        self._since, self._used_up_for = self.seconds(), seconds
