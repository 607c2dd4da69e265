"""Payloads are deleted after a while, and extracted data is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest

from application.ingestion.purge_payloads import PurgePayloads
from application.ingestion.replay_event import PayloadDeleted, ReplayEvent
from application.ingestion.retry_deliveries import RetryDeliveries
from application.ports.operations.health import LookbackWindows
from application.ports.operations.metrics import CounterName
from application.ports.storage.inbox import DeliveryStatus
from application.ports.storage.storage import Storage
from contracts.persistence.writing import delivery
from examples import ALPHA, NOON, after
from fakes.clock import FakeClock
from fakes.provider import FakeProvider
from fakes.storage import InMemoryStorage

DAYS = timedelta(days=90)
CLOCK = FakeClock(NOON + DAYS)


@pytest.fixture
async def kept(storage: Storage) -> Storage:
    deliveries = [
        delivery("old", received_at=after(-2)),
        delivery("dead", received_at=after(-1), status=DeliveryStatus.DEAD),
        delivery("still tried", received_at=after(-1), status=DeliveryStatus.FAILED, next_attempt_at=after(0)),
        delivery("young", received_at=after(0)),
    ]
    async with storage.begin() as uow:
        await uow.inbox.receive(deliveries)
        await uow.occurrences.add({(CounterName.PORTAL_FAILED, ALPHA): 1}, NOON)
        await uow.commit()
    return storage


async def emptied(storage: Storage) -> set[str]:
    keys = ("old", "dead", "still tried", "young")
    shown = {key: await storage.delivery((ALPHA, key)) for key in keys}
    return {key for key, listed in shown.items() if listed is not None and not listed.deliveries[0].payload}


async def test_old_payloads_of_finished_deliveries_are_emptied_once(kept: Storage) -> None:
    forget = PurgePayloads(storage=kept, clock=CLOCK, after=DAYS)
    assert await forget() == 2
    assert await emptied(kept) == {"old", "dead"}
    assert await forget() == 0


async def test_emptying_is_limited_and_starts_with_the_oldest(kept: Storage) -> None:
    async with kept.begin() as uow:
        assert await uow.inbox.drop_old_payloads(NOON, limit=1) == 1
        await uow.commit()
    assert await emptied(kept) == {"old"}


async def test_counters_are_deleted_after_a_week(kept: Storage) -> None:
    await PurgePayloads(storage=kept, clock=CLOCK, after=DAYS)()
    ever = LookbackWindows(occurrences=NOON, lag=NOON, drift=NOON, contested=NOON, overdue=NOON)
    assert (await kept.health_metrics(frozenset({ALPHA}), ever)).providers[ALPHA].portal_failures == 0


async def test_emptied_delivery_cannot_be_replayed_and_keeps_its_status(kept: Storage) -> None:
    await PurgePayloads(storage=kept, clock=CLOCK, after=DAYS)()
    provider = FakeProvider(name=ALPHA, storage=InMemoryStorage()).provider()
    retry = RetryDeliveries(storage=kept, providers={ALPHA: provider}, clock=CLOCK)
    with pytest.raises(PayloadDeleted):
        await ReplayEvent(retry=retry)((ALPHA, "old"))
    shown = await kept.delivery((ALPHA, "old"))
    assert shown is not None
    assert shown.deliveries[0].status is DeliveryStatus.APPLIED
