"""Due work is enqueued in the transaction that made it due, and an ordinary webhook enqueues nothing."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, text

from application.fetching.fetch_due_objects import FetchDueObjects
from application.ingestion.apply_provider_event import ApplyProviderEvent
from application.ingestion.replay_event import ReplayEvent
from application.ingestion.retry_deliveries import RetryDeliveries
from application.ports.errors import Throttled
from application.ports.provider.event import ProviderEvent
from application.ports.provider.updates import FetchRequest, ProviderUpdate
from application.ports.storage.fetch_queue import QueuedFetch
from contracts.engine.at_work import AtWork
from domain.mirror.snapshot import ObjectKind
from examples import ALPHA, NOON, pushed, ref, told_subscription

NEWS = FetchRequest(kind=ObjectKind.PRODUCT, ref=ref("product"), once=True)


async def jobs(at_work: AtWork) -> list[dict[str, Any]]:
    async with at_work.engines.reading.connect() as connection:
        found = await connection.execute(text("SELECT * FROM procrastinate_jobs ORDER BY id"))
        return [dict(row) for row in found.mappings()]


def change(minute: int) -> ProviderEvent:
    told = told_subscription(timestamp=pushed(60 * minute), raw_status=f"active {minute}")
    reading = ProviderUpdate(snapshots=(told,), fetch_requests=(NEWS,))
    return ProviderEvent(provider=ALPHA, key=f"change {minute}", type="changed", decoded=reading, payload="{}")


async def test_job_carries_only_the_key_of_its_row(on_postgresql: AtWork) -> None:
    await on_postgresql.asks(ref("sub"))
    await on_postgresql.arrives("delivery")
    [asking, retrying] = await jobs(on_postgresql)
    assert asking["args"] == {"provider": "alpha", "kind": "subscription", "id": "sub"}
    assert (asking["queue_name"], asking["scheduled_at"]) == ("alpha", None)
    assert retrying["args"] == {"provider": "alpha", "key": "delivery"}
    assert (retrying["queue_name"], retrying["status"]) == ("@deliveries", "todo")


async def test_job_is_scheduled_by_the_distance_to_its_due_time(on_postgresql: AtWork) -> None:
    before = datetime.now(UTC)
    await on_postgresql.asks(ref("sub"), due=60)
    [job] = await jobs(on_postgresql)
    assert before < job["scheduled_at"] - timedelta(minutes=1) < datetime.now(UTC)


async def test_work_due_much_later_is_left_to_the_sweep(on_postgresql: AtWork) -> None:
    await on_postgresql.asks(ref("sub"), due=61)
    assert await jobs(on_postgresql) == []


async def test_throttled_work_is_left_to_the_sweep(on_postgresql: AtWork) -> None:
    await on_postgresql.asks(ref("sub"))
    before = await jobs(on_postgresql)
    on_postgresql.alpha.fails = Throttled(ALPHA, retry_after=timedelta(seconds=3))
    providers = {ALPHA: on_postgresql.alpha.provider()}
    ask = FetchDueObjects(storage=on_postgresql.storage, providers=providers, clock=on_postgresql.clock)
    assert await ask() == 0
    assert await jobs(on_postgresql) == before
    assert await on_postgresql.waiting() == {"sub"}


async def test_ordinary_webhook_enqueues_no_job(on_postgresql: AtWork) -> None:
    apply = ApplyProviderEvent(storage=on_postgresql.storage, clock=on_postgresql.clock)
    await apply([change(0)])
    assert len(await jobs(on_postgresql)) == 1
    said: list[str] = []
    event.listen(on_postgresql.engines.writing.sync_engine, "savepoint", lambda *_: said.append("savepoint"))
    await apply([change(1)])
    await apply([change(1)])
    assert (len(await jobs(on_postgresql)), said) == (1, [])


async def test_any_number_of_due_tasks_is_enqueued_in_one_statement(on_postgresql: AtWork) -> None:
    async with on_postgresql.storage.begin() as uow:
        asks = [QueuedFetch(kind=ObjectKind.SUBSCRIPTION, ref=ref(f"sub_{n}"), due_at=NOON) for n in range(50)]
        await uow.fetch_queue.add(asks)
        await uow.commit()
    found = await jobs(on_postgresql)
    assert len(found) == 50
    async with on_postgresql.engines.reading.connect() as connection:
        transactions = await connection.execute(text("SELECT DISTINCT xmin::text FROM procrastinate_jobs"))
        assert len(transactions.all()) == 1


async def test_delivery_processed_at_once_enqueues_no_job(on_postgresql: AtWork) -> None:
    told = told_subscription()
    await on_postgresql.arrives("delivery", says=ProviderUpdate(snapshots=(told,)))
    providers = {ALPHA: on_postgresql.alpha.provider()}
    retry = RetryDeliveries(storage=on_postgresql.storage, providers=providers, clock=on_postgresql.clock)
    before = await jobs(on_postgresql)
    await ReplayEvent(retry=retry)((ALPHA, "delivery"))
    assert await on_postgresql.mirrored(told.ref)
    assert await jobs(on_postgresql) == before


@pytest.mark.parametrize(
    "damage", ["DROP TABLE procrastinate_jobs CASCADE", "DROP TYPE procrastinate_job_to_defer_v1 CASCADE"]
)
async def test_due_work_is_stored_even_if_it_cannot_be_enqueued(
    on_postgresql: AtWork, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with on_postgresql.engines.writing.begin() as connection:
        await connection.execute(text(damage))
    await ApplyProviderEvent(storage=on_postgresql.storage, clock=on_postgresql.clock)([change(0)])
    await on_postgresql.arrives("delivery")
    assert await on_postgresql.mirrored(ref("sub"))
    assert await on_postgresql.waiting() == {"product"}
    assert (await on_postgresql.delivery("delivery")).next_attempt_at is not None
    warned = [
        record.__dict__
        for record in caplog.records
        if record.getMessage() == "jobs could not be enqueued, the sweep will find them"
    ]
    assert {(each["levelno"], each["next_step"]) for each in warned} == {
        (logging.WARNING, "run `customer-portal migrate`")
    }
