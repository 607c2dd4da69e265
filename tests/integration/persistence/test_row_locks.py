"""Whoever loads what somebody else is about to change waits for it, and builds on it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from adapters.persistence.engine import make_engines
from adapters.persistence.storage import SqlStorage
from application.applying import apply
from application.heard import Heard
from contracts.persistence.writing import load, mirror
from domain.snapshot import ObjectKind
from examples import NOON, pushed, ref, told_subscription
from postgres import DatabaseUrl

SUBSCRIPTION = (ObjectKind.SUBSCRIPTION, ref("sub"))
WAITING_FOR_A_LOCK = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


@pytest.fixture
async def postgresql(postgresql_url: DatabaseUrl) -> AsyncIterator[SqlStorage]:
    engines = make_engines(postgresql_url)
    yield SqlStorage(engines)
    await engines.dispose()


async def hear(storage: SqlStorage, minute: int) -> None:
    async with storage.begin() as uow:
        await apply(uow, [Heard(snapshots=(told_subscription(stamp=pushed(60 * minute)),))], NOON)
        await uow.commit()


async def waits(storage: SqlStorage, second: asyncio.Task[None]) -> None:
    """Until somebody waits for a lock, or waits no more because nothing made him."""
    async with asyncio.timeout(5), storage.engines.reading.connect() as observer:
        while not second.done():
            if (await observer.execute(text(WAITING_FOR_A_LOCK))).scalar_one():
                return
            await observer.rollback()
            await asyncio.sleep(0.01)


async def test_the_second_of_two_who_hear_of_one_object_waits_and_builds_on_the_first(postgresql: SqlStorage) -> None:
    await mirror(postgresql, told_subscription(stamp=pushed(-60)))
    async with postgresql.begin() as first:
        await apply(first, [Heard(snapshots=(told_subscription(stamp=pushed(60)),))], NOON)
        second = asyncio.create_task(hear(postgresql, 2))
        await waits(postgresql, second)
        assert not second.done()
        await first.commit()
    await second
    [known] = (await load(postgresql, SUBSCRIPTION)).values()
    assert (known.snapshot.stamp, known.version) == (pushed(120), 3)
