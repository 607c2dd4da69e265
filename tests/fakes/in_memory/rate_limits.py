"""The providers' rate limits in memory."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from application.ports.errors import StorageUnavailable, Throttled
from application.ports.operations.clock import Clock
from application.ports.operations.rate_limits import MAX_BLOCK, MAX_FUTURE_SKEW, RateLimit
from domain.provider import ProviderName


@dataclass(slots=True)
class InMemoryRateLimits:
    """`used_until` is the time at which the limit is free again if all calls were spaced evenly. `down` makes the
    database unavailable.
    """

    clock: Clock
    used_until: dict[ProviderName, datetime] = field(default_factory=dict)
    down: bool = False

    async def acquire(self, provider: ProviderName, pace: RateLimit) -> timedelta:
        now = self.clock.now()
        used_until = self._used_until(provider, pace, now)
        wait = max(used_until - pace.slack - now, timedelta())
        if wait > pace.patience:
            raise Throttled(provider, retry_after=wait)
        self.used_until[provider] = max(used_until, now) + pace.interval
        return wait

    async def block(self, provider: ProviderName, pace: RateLimit, wait: timedelta) -> None:
        now = self.clock.now()
        until = now + min(wait, MAX_BLOCK) + pace.slack
        self.used_until[provider] = max(self._used_until(provider, pace, now), until)

    def _used_until(self, provider: ProviderName, pace: RateLimit, now: datetime) -> datetime:
        if self.down:
            raise StorageUnavailable
        used_until = self.used_until.get(provider, now)
        return used_until if used_until <= now + pace.slack + MAX_FUTURE_SKEW else now
