"""The provider's limit holds for any number of callers, and no call waits longer than necessary."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations, count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.ports.errors import Throttled
from application.ports.operations.rate_limits import MAX_BLOCK, MAX_FUTURE_SKEW, RateLimit, RateLimits
from databases import rate_limits_at
from domain.provider import ProviderName
from examples import ALPHA, BETA, NOON
from fakes.clock import FakeClock

SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
PACE = RateLimit(at_once=3, interval=SECOND, patience=2 * SECOND)
FULL = [timedelta()] * 3 + [SECOND, 2 * SECOND, 3 * SECOND]
"""What those are told who come all at once to a line that nobody stands in; the last has to come again."""


@dataclass
class Line:
    """The calls to one provider, each made at the time it names."""

    limits: RateLimits
    clock: FakeClock
    provider: ProviderName = ALPHA

    async def take(self, pace: RateLimit, now: datetime) -> tuple[timedelta, bool]:
        """Return how long the caller has to wait, and whether the call may be made then."""
        self.clock.moment = now
        try:
            return await self.limits.acquire(self.provider, pace), True
        except Throttled as refused:
            return refused.retry_after, False

    async def close(self, now: datetime, wait: timedelta, *, pace: RateLimit = PACE) -> None:
        self.clock.moment = now
        await self.limits.block(self.provider, pace, wait)

    async def waits(self, times: int, now: datetime = NOON) -> list[timedelta]:
        """Return how long each of `times` successive callers has to wait."""
        return [(await self.take(PACE, now))[0] for _ in range(times)]


@pytest.fixture
async def line(storage_url: str | None) -> AsyncIterator[Line]:
    clock = FakeClock(NOON)
    async with rate_limits_at(storage_url, clock) as limits:
        yield Line(limits, clock)


async def test_burst_is_let_through_and_then_one_call_per_interval(line: Line) -> None:
    assert await line.waits(6) == FULL


async def test_refused_call_does_not_use_the_limit(line: Line) -> None:
    assert await line.waits(20) == FULL + [3 * SECOND] * 14
    assert await line.waits(2, NOON + SECOND) == [2 * SECOND, 3 * SECOND]


async def test_idle_time_earns_no_more_than_the_burst(line: Line) -> None:
    await line.waits(5)
    assert await line.waits(1, NOON + 4 * SECOND) == [timedelta()]
    assert await line.waits(6, NOON + HOUR) == FULL


async def test_providers_are_limited_independently(line: Line) -> None:
    await line.waits(5)
    await line.close(NOON, HOUR)
    assert await Line(line.limits, line.clock, BETA).waits(1) == [timedelta()]


async def test_blocked_provider_gets_no_calls_and_then_no_burst(line: Line) -> None:
    await line.close(NOON, 40 * SECOND)
    assert await line.waits(2) == [40 * SECOND] * 2
    assert await line.waits(1, NOON + 30 * SECOND) == [10 * SECOND]
    assert await line.waits(3, NOON + 40 * SECOND) == [timedelta(), SECOND, 2 * SECOND]


async def test_longest_block_counts(line: Line) -> None:
    for seconds in (40, 60, 5):
        await line.close(NOON, seconds * SECOND)
    assert await line.waits(1) == [60 * SECOND]


async def test_block_has_a_maximum(line: Line) -> None:
    await line.close(NOON, timedelta(days=900))
    assert await line.waits(1) == [MAX_BLOCK]


async def test_clock_that_was_set_back_does_not_cause_a_wait(line: Line) -> None:
    await line.waits(5)
    await line.close(NOON, 40 * SECOND)
    assert await line.waits(6, NOON - MAX_FUTURE_SKEW) == FULL
    await line.close(NOON - 2 * MAX_FUTURE_SKEW, 7 * SECOND)
    assert await line.waits(1, NOON - 2 * MAX_FUTURE_SKEW) == [7 * SECOND]


async def test_simultaneous_calls_are_spaced(line: Line) -> None:
    patient = RateLimit(at_once=1, interval=SECOND, patience=HOUR)
    waits = await asyncio.gather(*(line.limits.acquire(ALPHA, patient) for _ in range(30)))
    assert sorted(waits) == [number * SECOND for number in range(30)]


PACES = st.builds(
    RateLimit,
    at_once=st.integers(1, 4),
    interval=st.integers(1, 3_000_000).map(lambda us: timedelta(microseconds=us)),
    patience=st.integers(0, 5).map(lambda seconds: timedelta(seconds=seconds)),
)
WAITS = st.integers(0, 9_000).map(lambda ms: timedelta(milliseconds=ms))
MOVES = st.lists(st.tuples(WAITS | st.just(timedelta()), st.none() | st.none() | WAITS), min_size=8, max_size=30)
"""How much later somebody comes, and what the provider wishes; where it wishes nothing, a turn is taken."""


def test_interval_never_has_more_calls_than_the_limit_allows(storage_url: str | None) -> None:
    names, clock = count(), FakeClock(NOON)

    async def play(limits: RateLimits, pace: RateLimit, moves: list[tuple[timedelta, timedelta | None]]) -> None:
        line = Line(limits, clock, ProviderName(f"p{next(names)}"))
        now, closed_until, turns = NOON, NOON, list[datetime]()
        for later, wish in moves:
            now += later
            if wish is not None:
                await line.close(now, wish, pace=pace)
                closed_until = max(closed_until, now + wish)
                continue
            wait, has_turn = await line.take(pace, now)
            assert now + wait >= closed_until
            assert has_turn == (wait <= pace.patience)
            if has_turn:
                turns.append(now + wait)
        assert turns == sorted(turns)
        for (i, first), (j, last) in combinations(enumerate(turns), 2):
            assert last - first >= (j - i + 1 - pace.at_once) * pace.interval

    with asyncio.Runner() as runner:
        at_hand = rate_limits_at(storage_url, clock)
        limits = runner.run(at_hand.__aenter__())
        try:

            @given(pace=PACES, moves=MOVES)
            def holds(pace: RateLimit, moves: list[tuple[timedelta, timedelta | None]]) -> None:
                runner.run(play(limits, pace, moves))

            holds()
        finally:
            runner.run(at_hand.__aexit__(None, None, None))
