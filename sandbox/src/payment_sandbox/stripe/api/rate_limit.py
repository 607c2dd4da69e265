"""How many calls a second are answered (Stripe, "Rate limits": 25 in test mode)."""

from __future__ import annotations

from collections import deque
from datetime import timedelta
from http import HTTPStatus

from payment_sandbox.clock import SandboxClock
from payment_sandbox.stripe.api.errors import trouble

CALLS_A_SECOND = 25
_SECOND = timedelta(seconds=1)


class RateLimit:
    """Of the account, with whatever key."""

    def __init__(self, clock: SandboxClock, most: int = CALLS_A_SECOND) -> None:
        self._clock = clock
        self._most = most
        self._calls: deque[float] = deque()

    def admit(self) -> None:
        """
        Raises:
            Refusal: there were too many within the last second.
        """
        now = self._clock.exactly().timestamp()
        while self._calls and self._calls[0] <= now - _SECOND.total_seconds():
            self._calls.popleft()
        if len(self._calls) >= self._most:
            raise trouble(HTTPStatus.TOO_MANY_REQUESTS)
        self._calls.append(now)
