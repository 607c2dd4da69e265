"""The providers' rate limits in memory."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from application.ports.failures import StorageUnavailable
from application.ports.rate_limits import LONGEST_CLOSURE, STRAY, Pace
from domain.provider import ProviderName


@dataclass(slots=True)
class InMemoryRateLimits:
    """`used_until`: until when the rate is used up, if all that was taken were spaced evenly. `down`: no database."""

    used_until: dict[ProviderName, datetime] = field(default_factory=dict)
    down: bool = False

    async def take(self, provider: ProviderName, pace: Pace, now: datetime) -> timedelta:
        used_until = self._used_until(provider, pace, now)
        wait = used_until - pace.slack - now
        if wait <= pace.patience:
            self.used_until[provider] = max(used_until, now) + pace.interval
        return max(wait, timedelta())

    async def close(self, provider: ProviderName, pace: Pace, now: datetime, wait: timedelta) -> None:
        until = now + min(wait, LONGEST_CLOSURE) + pace.slack
        self.used_until[provider] = max(self._used_until(provider, pace, now), until)

    def _used_until(self, provider: ProviderName, pace: Pace, now: datetime) -> datetime:
        if self.down:
            raise StorageUnavailable
        used_until = self.used_until.get(provider, now)
        return used_until if used_until <= now + pace.slack + STRAY else now
