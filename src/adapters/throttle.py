"""Throttling of a provider's background calls across all processes."""

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
    """Makes background calls wait for the rate limit. Interactive calls do not use it: the rate limit reserves a share
    for them.

    Database calls run to completion even if the caller is cancelled. An interrupted call would lose its connection,
    which on SQLite is the only one that writes.
    """

    provider: ProviderName
    limits: RateLimits
    pace: RateLimit
    sleep: Callable[[float], Awaitable[None]]

    async def acquire(self) -> None:
        """Wait until the call may be made.

        Raises:
            Throttled: The wait would be too long, or the provider is in its cooldown.
            StorageUnavailable: The rate limit cannot be read or stored.
        """
        wait = await uninterrupted(self.limits.acquire(self.provider, self.pace))
        if wait > timedelta():
            await self.sleep(wait.total_seconds())

    async def block(self, wait: timedelta) -> None:
        """Block all background calls for this cooldown.

        A storage failure is ignored, so that the response is not lost: the provider will report too many calls again.
        """
        with suppress(StorageUnavailable):
            await uninterrupted(self.limits.block(self.provider, self.pace, wait))
