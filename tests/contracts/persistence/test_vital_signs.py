"""Health metrics, as measured by the storage."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from application.ports.operations.health import HealthMetrics, LookbackWindows, ProviderHealth
from application.ports.operations.metrics import CounterName
from application.ports.storage.inbox import Delivery, DeliveryStatus
from application.ports.storage.reconciliation_runs import ReconciliationRun
from application.ports.storage.storage import Anomaly, AnomalyKind, Storage
from contracts.persistence.writing import ask, asked, delivery
from domain.mirror.merge import MirrorRecord
from domain.mirror.snapshot import ObjectKind
from examples import ALPHA, BETA, NOON, after, known, ref, told_account, told_payment, told_subscription

NOW = after(10_000)
WINDOWS = LookbackWindows(
    occurrences=after(5_000), lag=after(5_000), drift=after(5_000), contested=after(5_000), overdue=after(5_000)
)
SILENT = ProviderHealth(last_received_at=None, longest_lag=None, portal_failures=0, signatures_refused=0)
NOTHING = HealthMetrics(
    providers={ALPHA: SILENT}, failed=0, dead=0, oldest_failed=None, contested=0, overdue=0, drift=0
)


async def signs(storage: Storage) -> HealthMetrics:
    return await storage.health_metrics(frozenset({ALPHA}), WINDOWS)


async def received(storage: Storage, *deliveries: Delivery) -> None:
    async with storage.begin() as uow:
        await uow.inbox.receive(deliveries)
        await uow.commit()


async def occurred(storage: Storage, counts: dict[Any, int], at: datetime) -> None:
    async with storage.begin() as uow:
        await uow.occurrences.add(counts, at)
        await uow.commit()


async def test_empty_storage_has_no_measurements(storage: Storage) -> None:
    assert await signs(storage) == NOTHING


async def test_unapplied_deliveries_are_counted_with_the_oldest_that_is_still_retried(storage: Storage) -> None:
    dead, failed = DeliveryStatus.DEAD, DeliveryStatus.FAILED
    await received(
        storage,
        delivery("applied", received_at=after(1)),
        delivery("dead", status=dead, received_at=after(2)),
        delivery("late", status=failed, received_at=after(4), next_attempt_at=NOW, provider=BETA),
        delivery("early", status=failed, received_at=after(3), next_attempt_at=NOW, provider=BETA),
    )
    found = await signs(storage)
    assert (found.failed, found.dead, found.oldest_failed) == (2, 1, after(3))


async def test_last_delivery_and_longest_lag_are_measured_per_provider(storage: Storage) -> None:
    await received(
        storage,
        delivery("before", received_at=after(4_999), told_at=NOON),
        delivery("slow", received_at=after(6_000), told_at=after(5_400)),
        delivery("quick", received_at=after(6_500), told_at=after(6_499)),
        delivery("of-nothing", received_at=after(7_000)),
        delivery("anothers", received_at=after(9_000), told_at=NOON, provider=BETA),
    )
    told = (await signs(storage)).providers[ALPHA]
    assert (told.last_received_at, told.longest_lag) == (after(7_000), timedelta(seconds=600))


async def test_long_contested_objects_of_any_kind_are_counted(storage: Storage) -> None:
    contested: list[MirrorRecord[Any]] = [
        known(told_subscription(), contested_at=after(4_000)),
        known(told_account(), contested_at=after(4_000)),
        known(told_payment(), contested_at=after(4_000)),
        known(told_subscription("fresh"), contested_at=after(6_000)),
        known(told_subscription("settled")),
    ]
    async with storage.begin() as uow:
        await uow.mirror.save(contested)
        await uow.commit()
    assert await signs(storage) == replace(NOTHING, contested=3)


async def test_overdue_fetches_are_counted(storage: Storage) -> None:
    await asked(storage, ask("late", due=4_999), ask("due", due=5_001))
    assert await signs(storage) == replace(NOTHING, overdue=1)


async def test_reconciled_differences_count_as_drift_for_a_while(storage: Storage) -> None:
    for found, at in ((7, 4_000), (2, 6_000), (1, 9_000)):
        async with storage.begin() as uow:
            await uow.occurrences.add({(CounterName.DRIFT_FOUND, ALPHA): found}, after(at))
            await uow.commit()
    assert await signs(storage) == replace(NOTHING, drift=3)


@pytest.mark.parametrize(
    ("kept", "compared_at"),
    [
        (ReconciliationRun(provider=ALPHA, started_at=NOON, first=True), NOON),
        (ReconciliationRun(provider=ALPHA, started_at=after(9), whole_at=after(5)), after(5)),
    ],
)
async def test_last_full_reconciliation_or_the_start_of_the_first_is_returned(
    storage: Storage, kept: ReconciliationRun, compared_at: datetime
) -> None:
    async with storage.begin() as uow:
        await uow.reconciliations.save(kept)
        await uow.commit()
    told = await storage.health_metrics(frozenset({ALPHA, BETA}), WINDOWS)
    assert {name: of_one.compared_at for name, of_one in told.providers.items()} == {ALPHA: compared_at, BETA: None}


async def test_objects_unknown_to_their_provider_count_as_drift_for_a_while(storage: Storage) -> None:
    noticed = [
        Anomaly(anomaly=anomaly, kind=ObjectKind.ORDER, ref=ref(id_), noticed_at=after(at), detail="")
        for anomaly, id_, at in (
            (AnomalyKind.GONE, "old", 4_000),
            (AnomalyKind.GONE, "new", 6_000),
            (AnomalyKind.REVIVED, "new", 6_000),
        )
    ]
    async with storage.begin() as uow:
        await uow.anomalies.report(noticed)
        await uow.commit()
    assert await signs(storage) == replace(NOTHING, drift=1)


async def test_recent_counters_of_several_processes_are_added_up(storage: Storage) -> None:
    refused, failed = (CounterName.SIGNATURE_REFUSED, ALPHA), (CounterName.PORTAL_FAILED, ALPHA)
    await occurred(storage, {refused: 100}, after(1_000))
    await occurred(storage, {refused: 2, failed: 1, (CounterName.PORTAL_FAILED, BETA): 50}, after(6_000))
    await occurred(storage, {refused: 3}, after(6_001))
    await occurred(storage, {}, after(6_001))
    told = (await signs(storage)).providers[ALPHA]
    assert (told.signatures_refused, told.portal_failures) == (5, 1)
