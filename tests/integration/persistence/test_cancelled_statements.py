"""A cancelled statement releases its locks. On SQLite that is the one lock that every writer needs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from adapters.persistence.storage import SqlStorage
from application.ingestion.mirror_updates import apply_updates
from application.ports.provider.listing import ListedObject
from application.ports.provider.updates import ProviderUpdate
from application.reconciliation.drift import Drift
from application.reconciliation.reconcile import Reconcile
from domain.mirror.snapshot import ObjectKind
from examples import ALPHA, NOON, after, told_subscription
from fakes.clock import FakeClock
from fakes.provider import FakeProvider
from fakes.storage import InMemoryStorage

SUBSCRIPTIONS = tuple(told_subscription(f"sub_{number}") for number in range(4))


@contextmanager
def at_each_select(storage: SqlStorage, do: Callable[[], object]) -> Iterator[None]:
    """Run `do` before each SELECT of a unit of work, in the task that is about to wait for it."""

    def before(_: Any, __: Any, statement: str, *___: Any) -> None:
        if statement.startswith("SELECT"):
            do()

    engine = storage.engines.writing.sync_engine
    event.listen(engine, "before_cursor_execute", before)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", before)


async def walk(storage: SqlStorage) -> None:
    async with storage.begin() as uow:
        await uow.mirror.list_after(ALPHA, ObjectKind.SUBSCRIPTION, None, limit=500)


async def test_next_unit_of_work_starts_at_once_after_a_cancelled_statement(sql_storage: SqlStorage) -> None:
    async with sql_storage.begin() as uow:
        await apply_updates(uow, [ProviderUpdate(snapshots=SUBSCRIPTIONS)], NOON)
        await uow.commit()
    reading = asyncio.create_task(walk(sql_storage))
    with at_each_select(sql_storage, reading.cancel), pytest.raises(asyncio.CancelledError) as cancelled:
        await reading
    async with sql_storage.begin() as uow:
        await uow.installation.get_or_set({"mode": "test"})
        await uow.commit()
    assert cancelled.value.__traceback__ is not None, "it refers to the cursor"


async def test_reconciliation_cancelled_while_it_looks_for_missing_objects_releases_its_lease(
    sql_storage: SqlStorage,
) -> None:
    provider, clock = FakeProvider(name=ALPHA, storage=InMemoryStorage(), now=after(3600)), FakeClock(after(3600))
    provider.lists[ObjectKind.SUBSCRIPTION] = [
        ListedObject(heard=ProviderUpdate(snapshots=(each,))) for each in SUBSCRIPTIONS
    ]
    reconcile = Reconcile(storage=sql_storage, providers={ALPHA: provider.provider()}, clock=clock)
    listed: list[Drift] = []

    def watch(drift: Drift) -> None:
        if drift.seen[ObjectKind.SUBSCRIPTION] == len(SUBSCRIPTIONS):
            listed.append(drift)

    running = asyncio.create_task(reconcile([ALPHA], watch=watch))
    with (
        at_each_select(sql_storage, lambda: listed and not running.cancelling() and running.cancel()),
        pytest.raises(asyncio.CancelledError),
    ):
        await running
    async with sql_storage.begin() as uow:
        run = await uow.reconciliations.get(ALPHA)
    assert run is not None
    assert (run.leased_until, run.finished_at) == (None, None)
