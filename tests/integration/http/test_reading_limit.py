"""A browser may read 120 times a minute, across all processes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from billing_page.stage import staged
from billing_page.states import STATES
from domain.customer import CustomerId
from entrypoints.http.errors import RateLimited
from entrypoints.http.reading_limit import AT_ONCE, READINGS, ReadingLimit
from examples import ADA, BOB, NOON, claim, told_subscription
from fakes.clock import FakeClock
from fakes.in_memory.customer_limits import InMemoryCustomerLimits
from integration.http.api import API_KEY, Api, is_problem, token_of
from integration.http.billing_page.browser import Browser
from integration.http.billing_page.reading import Page

MOST = READINGS.most * AT_ONCE
LISTS = ["", "/billing", "/subscriptions", "/purchases"]


async def test_browser_above_120_readings_a_minute_gets_a_retry_after(api: Api) -> None:
    await api.hear(told_subscription(), claims=(claim(),))
    for number in range(MOST):
        response = await api.get(f"/v1/customers/me{LISTS[number % len(LISTS)]}", credential=token_of())
        assert response.status_code == 200
    for path in LISTS:
        refused = await api.get(f"/v1/customers/me{path}", credential=token_of())
        is_problem(refused, 429, "rate-limited")
        assert refused.headers["retry-after"] == "60"
    assert (await api.get("/v1/customers/me/billing", credential=token_of(BOB))).status_code == 200
    assert (await api.get(f"/v1/customers/{ADA}/billing", credential=API_KEY)).status_code == 200
    api.clock.advance(READINGS.window)
    assert (await api.get("/v1/customers/me/billing", credential=token_of())).status_code == 200


async def test_billing_page_and_its_updates_count_as_readings() -> None:
    stage = await staged(STATES["active"])
    browser = Browser(stage=stage)
    await browser.enter()
    for _ in range(MOST - 1):
        assert (await browser.get("/billing/changes")).status_code == 200
    for path in ("/billing", "/billing/changes"):
        refused = await browser.get(path)
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "60")
        assert Page(refused.text).texts("h1") == ["Too many requests"]


async def readings(limit: ReadingLimit, customer: CustomerId = ADA) -> int:
    """Count the readings that are admitted until one is refused."""
    count = 0
    while True:
        try:
            await limit.admit(customer)
        except RateLimited:
            return count
        count += 1


async def test_processes_share_the_limit() -> None:
    clock = FakeClock(NOON)
    limits = InMemoryCustomerLimits(clock)
    processes = [ReadingLimit(limits=limits, clock=clock) for _ in range(3)]
    for process in processes:
        await process.admit(ADA)
    assert sum([await readings(process) for process in processes]) == MOST - len(processes)


async def test_database_is_queried_once_for_several_readings() -> None:
    clock = FakeClock(NOON)
    limits = InMemoryCustomerLimits(clock)
    limit = ReadingLimit(limits=limits, clock=clock)
    for _ in range(4 * AT_ONCE):
        await limit.admit(ADA)
    assert len(limits.admitted[READINGS.name, ADA]) == 4


async def test_admitted_readings_expire_after_a_minute() -> None:
    clock = FakeClock(NOON)
    limits = InMemoryCustomerLimits(clock)
    limit = ReadingLimit(limits=limits, clock=clock)
    await limit.admit(ADA)
    clock.advance(READINGS.window)
    assert await readings(limit) == MOST


@pytest.mark.parametrize("seconds", [1, 30])
async def test_reader_at_the_pace_of_the_page_is_never_refused(seconds: int) -> None:
    """Eight pages of one customer each read every four seconds."""
    clock = FakeClock(NOON)
    limit = ReadingLimit(limits=InMemoryCustomerLimits(clock), clock=clock)
    for _ in range(10):
        for _ in range(2 * seconds):
            await limit.admit(ADA)
        clock.advance(timedelta(seconds=seconds + 1))
