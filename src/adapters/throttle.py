"""A provider's calls in the background, each in its turn among those of all processes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from application.execution.uninterrupted import uninterrupted
from application.ports.errors import StorageUnavailable
from application.ports.operations.rate_limits import RateLimit, RateLimits
from domain.provider import ProviderName


@dataclass(frozen=True, slots=True, kw_only=True)
class Throttle:
    """Whoever has somebody waiting takes none: the pace leaves them their share.

    Taking one is done to its end by whoever is told to stop: in its middle the connection would be lost, on SQLite the
    only one that writes.
    """

    provider: ProviderName
    limits: RateLimits
    pace: RateLimit
    sleep: Callable[[float], Awaitable[None]]

    async def acquire(self) -> None:
        """Waits until the call may be made.

        Raises:
            Throttled: that would take too long, or the provider wants to be left alone.
            StorageUnavailable
        """
        wait = await uninterrupted(self.limits.acquire(self.provider, self.pace))
        if wait > timedelta():
            await self.sleep(wait.total_seconds())

    async def block(self, wait: timedelta) -> None:
        """The provider wants to be left alone for so long.

        What it answered is worth more than that this is kept: if it cannot be, the provider says so again.
        """
        with suppress(StorageUnavailable):
            await uninterrupted(self.limits.block(self.provider, self.pace, wait))
