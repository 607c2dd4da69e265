"""Limits per customer on a database: shared by processes, cheap, and bounded in size."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta

import pytest
from sqlalchemy import event, func, select

from adapters.persistence import tables
from adapters.persistence.database import Database, make_engines
from adapters.persistence.operations.customer_limits import SqlCustomerLimits
from adapters.persistence.storage import SqlStorage
from application.ports.errors import StorageUnavailable
from application.ports.operations.customer_limits import CustomerLimit
from application.privacy.erase_customer import EraseCustomer
from contracts.persistence.writing import ada, register
from domain.customer import CustomerId
from examples import ADA, NOON
from fakes.clock import FakeClock

MINUTE = timedelta(minutes=1)
LIMIT = CustomerLimit(name="portal_sessions", most=4, window=MINUTE)


@pytest.fixture
async def engines(database_url: str) -> AsyncIterator[Database]:
    engines = make_engines(database_url)
    yield engines
    await engines.dispose()


async def rows(engines: Database) -> int:
    async with engines.reading.connect() as connection:
        found: int = (await connection.execute(select(func.count()).select_from(tables.customer_requests))).scalar_one()
    return found


async def test_processes_share_the_count_of_a_customers_requests(database_url: str) -> None:
    clock = FakeClock(NOON)
    async with AsyncExitStack() as closing:
        processes = []
        for _ in range(2):
            engines = make_engines(database_url)
            closing.push_async_callback(engines.dispose)
            processes.append(SqlCustomerLimits(engines, clock))
        waits = [await process.admit(LIMIT, ADA) for _ in range(3) for process in processes]
    assert waits == [timedelta()] * 4 + [MINUTE] * 2


async def test_request_costs_one_statement(engines: Database) -> None:
    statements: list[str] = []
    limits = SqlCustomerLimits(engines, FakeClock(NOON))
    await limits.admit(LIMIT, ADA)
    event.listen(engines.writing.sync_engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    for _ in range(3):
        await limits.admit(LIMIT, ADA)
    assert len([each for each in statements if not each.startswith("BEGIN")]) == 3


async def test_inactive_customers_are_deleted(engines: Database) -> None:
    clock = FakeClock(NOON)
    limits = SqlCustomerLimits(engines, clock)
    for minute in range(6):
        for number in range(10):
            await limits.admit(LIMIT, CustomerId(f"customer_{minute}_{number}"))
        assert await rows(engines) <= 20
        clock.advance(MINUTE)
    clock.advance(-timedelta(days=1))
    await limits.admit(LIMIT, ADA)
    assert await rows(engines) == 1


async def test_cleanup_keeps_times_that_still_count(engines: Database) -> None:
    clock = FakeClock(NOON)
    limits = SqlCustomerLimits(engines, clock)
    for _ in range(4):
        await limits.admit(LIMIT, ADA)
    clock.advance(MINUTE / 2)
    await SqlCustomerLimits(engines, clock).admit(LIMIT, CustomerId("somebody"))
    assert await limits.admit(LIMIT, ADA) == MINUTE / 2


async def test_erasing_a_customer_removes_the_times_of_their_requests(engines: Database) -> None:
    clock, storage = FakeClock(NOON), SqlStorage(engines)
    await register(storage, ada)
    await SqlCustomerLimits(engines, clock).admit(LIMIT, ADA)
    await EraseCustomer(storage=storage, providers={}, clock=clock)(ADA)
    assert await rows(engines) == 0


async def test_request_is_refused_without_a_database(sqlite_url: str) -> None:
    engines = make_engines(f"{sqlite_url}.missing")
    with pytest.raises(StorageUnavailable):
        await SqlCustomerLimits(engines, FakeClock(NOON)).admit(LIMIT, ADA)
    await engines.dispose()
