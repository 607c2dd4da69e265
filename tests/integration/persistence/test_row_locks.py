"""Loading an object that another transaction is about to change waits for it and sees its result."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from adapters.persistence.database import make_engines
from adapters.persistence.storage import SqlStorage
from application.ingestion.aliases import under_one_id
from application.ingestion.mirror_updates import apply_updates
from application.ports.provider.updates import Alias, ProviderUpdate
from contracts.persistence.writing import ada, load, mirror
from domain.customer import CustomerId
from domain.mirror.snapshot import ObjectKind
from examples import ADA, NOON, claim, pushed, ref, told_subscription
from postgres import DatabaseUrl
from timeouts import TIMEOUT

NOBODY = CustomerId("nobody")
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
        await apply_updates(uow, [ProviderUpdate(snapshots=(told_subscription(timestamp=pushed(60 * minute)),))], NOON)
        await uow.commit()


async def waits(storage: SqlStorage, second: asyncio.Task[None]) -> None:
    """Wait until the task waits for a lock, or until it is done because no lock made it wait."""
    async with asyncio.timeout(TIMEOUT), storage.engines.reading.connect() as observer:
        while not second.done():
            if (await observer.execute(text(WAITING_FOR_A_LOCK))).scalar_one():
                return
            await observer.rollback()
            await asyncio.sleep(0.01)


async def test_second_of_two_concurrent_updates_waits_and_builds_on_the_first(postgresql: SqlStorage) -> None:
    await mirror(postgresql, told_subscription(timestamp=pushed(-60)))
    async with postgresql.begin() as first:
        await apply_updates(first, [ProviderUpdate(snapshots=(told_subscription(timestamp=pushed(60)),))], NOON)
        second = asyncio.create_task(hear(postgresql, 2))
        await waits(postgresql, second)
        assert not second.done()
        await first.commit()
    await second
    [known] = (await load(postgresql, SUBSCRIPTION)).values()
    assert (known.snapshot.timestamp, known.version) == (pushed(120), 3)


async def test_claims_are_not_renamed_while_their_account_gets_its_first_id(postgresql: SqlStorage) -> None:
    first_id, second_id = ref("account"), ref("second")
    async with postgresql.begin() as uow:
        await uow.customers.register([ada])
        await uow.claims.add([claim(account=second_id.id)])
        await uow.commit()
    async with postgresql.begin() as first:
        await under_one_id(first, [ProviderUpdate(aliases=(Alias(alias=second_id, account=first_id),))], NOON)
        second = asyncio.create_task(rename(postgresql))
        await waits(postgresql, second)
        assert not second.done()
        await first.commit()
    await second
    async with postgresql.begin() as uow:
        held = await uow.claims.about(accounts=frozenset({first_id, second_id}), subjects=frozenset())
    assert [(each.customer_id, each.account) for each in held.claims] == [(NOBODY, first_id)]


async def rename(storage: SqlStorage) -> None:
    async with storage.begin() as uow:
        await uow.customers.pseudonymize(ADA, NOBODY)
        await uow.commit()
