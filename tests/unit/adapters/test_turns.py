"""Waiting for the rate limit, up to a maximum."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from adapters.throttle import Throttle
from application.ports.errors import Throttled
from application.ports.operations.rate_limits import RateLimit
from domain.provider import ProviderName
from examples import ALPHA, NOON
from fakes.clock import FakeClock
from fakes.in_memory.rate_limits import InMemoryRateLimits

SECOND = timedelta(seconds=1)
PACE = RateLimit(at_once=1, interval=10 * SECOND, patience=10 * SECOND)


def turns(limits: InMemoryRateLimits, clock: FakeClock) -> Throttle:
    return Throttle(provider=ALPHA, limits=limits, pace=PACE, sleep=clock.sleep)


async def test_call_waits_for_the_rate_limit() -> None:
    clock = FakeClock(NOON)
    limits = InMemoryRateLimits(clock)
    for seconds in (0, 10):
        await turns(limits, clock).acquire()
        assert clock.now() == NOON + seconds * SECOND


async def test_throttled_call_does_not_wait() -> None:
    clock = FakeClock(NOON)
    limits = InMemoryRateLimits(clock)
    for _ in range(2):
        await limits.acquire(ALPHA, PACE)
    with pytest.raises(Throttled) as put_off:
        await turns(limits, clock).acquire()
    assert put_off.value.retry_after == 20 * SECOND
    assert clock.now() == NOON


class EngagedRateLimits(InMemoryRateLimits):
    """Rate limits that respond when the test says so."""

    asked: asyncio.Event
    answers: asyncio.Event
    answered = False

    async def acquire(self, provider: ProviderName, pace: RateLimit) -> timedelta:
        self.asked.set()
        await self.answers.wait()
        self.answered = True
        return timedelta()


async def test_cancelled_call_completes_its_acquisition() -> None:
    clock = FakeClock(NOON)
    limits = EngagedRateLimits(clock)
    limits.asked, limits.answers = asyncio.Event(), asyncio.Event()
    taking = asyncio.create_task(turns(limits, clock).acquire())
    await limits.asked.wait()
    for _ in range(2):
        taking.cancel()
        await asyncio.sleep(0)
    assert not taking.done()
    limits.answers.set()
    with pytest.raises(asyncio.CancelledError):
        await taking
    assert limits.answered
