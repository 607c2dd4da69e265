"""Taking turns at calling the providers, so that all processes together stay within what these allow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from domain.provider import ProviderName

MAX_BLOCK = timedelta(hours=1)
"""However long a provider wishes to be left alone."""

MAX_FUTURE_SKEW = 2 * MAX_BLOCK
"""What is kept of a time further ahead than this was written by a clock that has been set back since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLimit:
    """`at_once` calls, and then one for each `interval`; in a minute never more than both together.

    `patience`: how long a call waits for its turn. That many turns are given out ahead, and are still used when the
    provider has had enough meanwhile.
    """

    at_once: int
    interval: timedelta
    patience: timedelta

    @property
    def slack(self) -> timedelta:
        """The time by which a call may come earlier than even spacing allows."""
        return (self.at_once - 1) * self.interval


class RateLimits(Protocol):
    """One line for each provider. Every call raises `StorageUnavailable` when the line cannot be reached.

    The line has one clock of its own. The clocks of the processes that share it may disagree.
    """

    async def acquire(self, provider: ProviderName, pace: RateLimit) -> timedelta:
        """Take a turn and return how long to wait for it, counted from the return.

        Raises:
            Throttled: the wait would exceed the pace's patience, so no turn was taken.
        """
        ...

    async def block(self, provider: ProviderName, pace: RateLimit, wait: timedelta) -> None:
        """Block all calls until then; never shorten an existing block. Afterwards the burst is used up."""
        ...
