"""Waiting for one's turn, and not longer."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from adapters.turns import Turns
from application.ports.failures import RateLimited
from application.ports.rate_limits import Pace
from domain.provider import ProviderName
from examples import ALPHA, NOON
from fakes.clock import FakeClock
from fakes.in_memory.rate_limits import InMemoryRateLimits

SECOND = timedelta(seconds=1)
PACE = Pace(at_once=1, interval=10 * SECOND, patience=10 * SECOND)


class SlowRateLimits(InMemoryRateLimits):
    """The answer takes a while."""

    clock: FakeClock
    takes: timedelta

    async def take(self, provider: ProviderName, pace: Pace, now: datetime) -> timedelta:
        wait = await InMemoryRateLimits.take(self, provider, pace, now)
        self.clock.advance(self.takes)
        return wait


def turns(limits: InMemoryRateLimits, clock: FakeClock) -> Turns:
    return Turns(provider=ALPHA, limits=limits, pace=PACE, clock=clock, sleep=clock.sleep)


@pytest.mark.parametrize(("takes", "second_turn"), [(0, 10), (4, 10), (30, 60)])
async def test_the_time_that_the_answer_takes_is_not_waited_for_again(takes: int, second_turn: int) -> None:
    clock = FakeClock(NOON)
    limits = SlowRateLimits()
    limits.clock, limits.takes = clock, takes * SECOND
    await turns(limits, clock).take()
    await turns(limits, clock).take()
    assert clock.now() == NOON + second_turn * SECOND


async def test_who_is_put_off_has_not_waited() -> None:
    clock, limits = FakeClock(NOON), InMemoryRateLimits()
    for _ in range(2):
        await limits.take(ALPHA, PACE, NOON)
    with pytest.raises(RateLimited) as put_off:
        await turns(limits, clock).take()
    assert put_off.value.retry_after == 20 * SECOND
    assert clock.now() == NOON


class EngagedRateLimits(InMemoryRateLimits):
    """The answer comes when the test says so."""

    asked: asyncio.Event
    answers: asyncio.Event
    answered = False

    async def take(self, provider: ProviderName, pace: Pace, now: datetime) -> timedelta:
        self.asked.set()
        await self.answers.wait()
        self.answered = True
        return timedelta()


async def test_whoever_is_told_to_stop_while_it_takes_a_turn_takes_it_to_its_end() -> None:
    limits = EngagedRateLimits()
    limits.asked, limits.answers = asyncio.Event(), asyncio.Event()
    taking = asyncio.create_task(turns(limits, FakeClock(NOON)).take())
    await limits.asked.wait()
    for _ in range(2):
        taking.cancel()
        await asyncio.sleep(0)
    assert not taking.done()
    limits.answers.set()
    with pytest.raises(asyncio.CancelledError):
        await taking
    assert limits.answered
