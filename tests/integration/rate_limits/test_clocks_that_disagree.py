"""Processes share the clock of their database, so a wrong clock in one of them changes nothing for the others.

The server's own clock runs on meanwhile. The waits are long, and the time that a test itself takes is rounded off.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta

import pytest

from application.ports.errors import Throttled
from application.ports.operations.clock import Clock
from application.ports.operations.customer_limits import CustomerLimit, CustomerLimits
from application.ports.operations.rate_limits import MAX_FUTURE_SKEW, RateLimit, RateLimits
from entrypoints.container import Container
from entrypoints.settings.load import read_settings
from examples import ADA, ALPHA, NOON
from fakes.clock import FakeClock
from postgres import DatabaseUrl

HOUR = timedelta(hours=1)
TURN = timedelta(minutes=10)
PACE = RateLimit(at_once=2, interval=TURN, patience=3 * TURN)


HOURLY = CustomerLimit(name="portal_sessions", most=4, window=HOUR)


@dataclass(frozen=True)
class Process:
    """A process that enforces these limits through the database."""

    rate_limits: RateLimits
    customer_limits: CustomerLimits


def wired(url: str, clock: Clock, closing: AsyncExitStack) -> Process:
    """Wire the limits as a process with this clock does."""
    settings = read_settings({"DATABASE_URL": url, "API_KEYS": "an_api_key_of_a_host_application"})
    container = Container(settings=settings, clock=clock)
    closing.push_async_callback(container.engines().dispose)
    return Process(container.rate_limits(), container.customer_limits())


@pytest.fixture(params=[-3 * MAX_FUTURE_SKEW, -HOUR, HOUR, 3 * MAX_FUTURE_SKEW], ids=str)
async def both(request: pytest.FixtureRequest, postgresql_url: DatabaseUrl) -> AsyncIterator[list[Process]]:
    """Yield two processes whose clocks are that far apart."""
    async with AsyncExitStack() as closing:
        clocks = FakeClock(NOON), FakeClock(NOON + request.param)
        yield [wired(postgresql_url, clock, closing) for clock in clocks]


async def wait_in_turns(process: Process) -> int | str:
    try:
        return round(await process.rate_limits.acquire(ALPHA, PACE) / TURN)
    except Throttled as refused:
        return f"refused for {round(refused.retry_after / TURN)}"


async def test_processes_with_clocks_hours_apart_share_one_queue(both: list[Process]) -> None:
    waits = [await wait_in_turns(process) for _ in range(3) for process in both]
    assert waits == [0, 0, 1, 2, 3, "refused for 4"]


async def test_provider_blocked_by_one_process_is_blocked_for_the_others(both: list[Process]) -> None:
    one, other = both
    await one.rate_limits.block(ALPHA, PACE, TURN)
    assert [await wait_in_turns(process) for process in (other, one)] == [1, 2]


async def test_processes_share_the_count_of_a_customers_requests(both: list[Process]) -> None:
    waits = [await process.customer_limits.admit(HOURLY, ADA) for _ in range(3) for process in both]
    assert [round(wait / HOUR) for wait in waits] == [0, 0, 0, 0, 1, 1]
