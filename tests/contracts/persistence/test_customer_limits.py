"""The limits of a customer hold across all processes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.persistence.database import make_engines
from adapters.persistence.operations.customer_limits import SqlCustomerLimits
from application.ports.operations.clock import Clock
from application.ports.operations.customer_limits import CustomerLimit, CustomerLimits
from domain.customer import CustomerId
from examples import ADA, BOB, NOON
from fakes.clock import FakeClock
from fakes.in_memory.customer_limits import InMemoryCustomerLimits

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
THREE = CustomerLimit(name="three", most=3, window=MINUTE)
FIVE = CustomerLimit(name="five", most=5, window=MINUTE)


@asynccontextmanager
async def limits_at(storage_url: str | None, clock: Clock) -> AsyncIterator[CustomerLimits]:
    if storage_url is None:
        yield InMemoryCustomerLimits(clock)
        return
    engines = make_engines(storage_url)
    try:
        yield SqlCustomerLimits(engines, clock)
    finally:
        await engines.dispose()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOON)


@pytest.fixture
async def limits(storage_url: str | None, clock: FakeClock) -> AsyncIterator[CustomerLimits]:
    async with limits_at(storage_url, clock) as limits:
        yield limits


async def test_requests_are_admitted_up_to_the_limit(limits: CustomerLimits) -> None:
    assert [await limits.admit(THREE, ADA) for _ in range(4)] == [timedelta()] * 3 + [MINUTE]


async def test_refused_request_does_not_prolong_the_wait(limits: CustomerLimits, clock: FakeClock) -> None:
    for _ in range(3):
        await limits.admit(THREE, ADA)
        clock.advance(5 * SECOND)
    for seconds in (45, 44, 43):
        assert await limits.admit(THREE, ADA) == seconds * SECOND
        clock.advance(SECOND)
    clock.advance(42 * SECOND)
    assert [await limits.admit(THREE, ADA) for _ in range(2)] == [timedelta(), 5 * SECOND]


async def test_customers_and_limits_are_counted_separately(limits: CustomerLimits) -> None:
    for _ in range(3):
        await limits.admit(THREE, ADA)
    assert await limits.admit(THREE, BOB) == timedelta()
    assert [await limits.admit(FIVE, ADA) for _ in range(6)] == [timedelta()] * 5 + [MINUTE]
    assert await limits.admit(THREE, ADA) == MINUTE


async def test_clock_that_was_set_back_does_not_refuse_requests_for_long(
    limits: CustomerLimits, clock: FakeClock
) -> None:
    for _ in range(3):
        await limits.admit(THREE, ADA)
    clock.advance(-timedelta(days=1))
    assert [await limits.admit(THREE, ADA) for _ in range(4)] == [timedelta()] * 3 + [MINUTE]


async def test_simultaneous_requests_are_all_counted(limits: CustomerLimits) -> None:
    waits = await asyncio.gather(*(limits.admit(FIVE, ADA) for _ in range(20)))
    assert sorted(waits) == [timedelta()] * 5 + [MINUTE] * 15


PAUSES = st.lists(st.integers(min_value=0, max_value=30), max_size=40)


def test_window_never_has_more_requests_than_the_limit(storage_url: str | None) -> None:
    clock, names = FakeClock(NOON), count()

    async def play(limits: CustomerLimits, pauses: list[int]) -> None:
        customer_id, times = CustomerId(f"customer_{next(names)}"), list[datetime]()
        for pause in pauses:
            clock.advance(pause * SECOND)
            recent = [time for time in times if time > clock.now() - MINUTE]
            left = recent[-3] + MINUTE - clock.now() if len(recent) >= 3 else timedelta()
            assert await limits.admit(THREE, customer_id) == left
            if not left:
                times.append(clock.now())

    with asyncio.Runner() as runner:
        at_hand = limits_at(storage_url, clock)
        limits = runner.run(at_hand.__aenter__())
        try:

            @given(PAUSES)
            def holds(pauses: list[int]) -> None:
                runner.run(play(limits, pauses))

            holds()
        finally:
            runner.run(at_hand.__aexit__(None, None, None))
