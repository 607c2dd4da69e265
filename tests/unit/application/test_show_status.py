"""Health of the installation."""

from __future__ import annotations

from datetime import timedelta

import pytest

from application.ingestion.apply_provider_event import ApplyProviderEvent
from application.operations.show_status import LIMITS, ShowStatus, limits_for
from application.ports.operations.health import COUNT_CAP, HealthMetric, HealthReport, Measurement
from application.ports.operations.metrics import CounterName
from application.ports.provider.event import ProviderEvent
from application.ports.provider.updates import ProviderUpdate
from application.ports.storage.inbox import DeliveryStatus
from application.ports.storage.reconciliation_runs import ReconciliationRun
from application.ports.storage.storage import Anomaly, AnomalyKind
from contracts.persistence.writing import ask, asked, delivery
from domain.mirror.snapshot import ObjectKind, Snapshot
from domain.ownership.claim import Claim, Trust
from examples import ALPHA, BETA, NOON, after, claim, known, ref, told_account, told_charge, told_payment
from examples import told_subscription as subscription
from fakes.clock import FakeClock
from fakes.storage import InMemoryStorage


async def report(storage: InMemoryStorage, *, hours: float = 0) -> HealthReport:
    clock = FakeClock(NOON + timedelta(hours=hours))
    return await ShowStatus(storage=storage, providers=frozenset({ALPHA, BETA}), clock=clock)()


async def beyond(storage: InMemoryStorage, *, hours: float = 0) -> list[tuple[HealthMetric, int | None]]:
    told = await report(storage, hours=hours)
    assert told.is_healthy == all(reading.is_fine for reading in told.readings)
    return [(reading.sign, reading.value) for reading in told.readings if not reading.is_fine]


async def hear(storage: InMemoryStorage, *snapshots: Snapshot, claims: tuple[Claim, ...] = ()) -> None:
    event = ProviderEvent(
        provider=ALPHA,
        key=str(len(storage.tables.inbox)),
        type="made.up",
        decoded=ProviderUpdate(snapshots=snapshots, claims=claims),
        payload="{}",
    )
    await ApplyProviderEvent(storage=storage, clock=FakeClock(NOON))([event])


async def test_every_metric_has_a_limit_and_is_measured_once_or_once_per_provider() -> None:
    assert LIMITS.keys() == set(HealthMetric)
    told = await report(InMemoryStorage())
    assert told.is_healthy
    assert {reading.sign for reading in told.readings} == set(HealthMetric)
    of_one = {
        HealthMetric.WEBHOOK_LAG_SECONDS,
        HealthMetric.SILENCE_SECONDS,
        HealthMetric.PORTAL_FAILURES,
        HealthMetric.BAD_SIGNATURES,
        HealthMetric.RECONCILED_SECONDS,
    }
    assert {(r.sign, r.provider) for r in told.readings} == {
        (sign, provider) for sign in HealthMetric for provider in ((ALPHA, BETA) if sign in of_one else (None,))
    }


async def test_provider_that_falls_silent_is_a_problem_but_not_one_that_never_sent_anything() -> None:
    storage = InMemoryStorage()
    await hear(storage, subscription(), claims=(claim(),))
    assert await beyond(storage, hours=72) == []
    assert await beyond(storage, hours=73) == [(HealthMetric.SILENCE_SECONDS, 73 * 3600)]


async def test_long_unapplied_delivery_is_a_problem() -> None:
    storage = InMemoryStorage()
    failed = delivery("failed", status=DeliveryStatus.FAILED, next_attempt_at=after(60))
    storage.tables.inbox[failed.id] = failed
    assert await beyond(storage, hours=1) == []
    assert await beyond(storage, hours=2) == [(HealthMetric.OLDEST_UNAPPLIED_SECONDS, 7200)]
    dead = delivery("dead", status=DeliveryStatus.DEAD)
    storage.tables.inbox[dead.id] = dead
    assert (HealthMetric.DEAD, 1) in await beyond(storage)


async def test_late_delivery_is_a_problem() -> None:
    storage = InMemoryStorage()
    late = delivery("late", received_at=NOON, told_at=after(-1800))
    storage.tables.inbox[late.id] = late
    assert await beyond(storage) == [(HealthMetric.WEBHOOK_LAG_SECONDS, 1800)]
    early = delivery("early", received_at=NOON, told_at=after(30))
    storage.tables.inbox = {early.id: early}
    assert [r.value for r in (await report(storage)).readings if r.sign is HealthMetric.WEBHOOK_LAG_SECONDS] == [
        0,
        None,
    ]


async def test_contested_objects_overdue_fetches_and_drift_are_problems() -> None:
    storage = InMemoryStorage()
    contested = known(subscription(), contested_at=NOON)
    storage.tables.mirror[contested.snapshot.key] = contested
    await asked(storage, ask())
    gone = Anomaly(anomaly=AnomalyKind.GONE, kind=ObjectKind.ORDER, ref=ref("o"), noticed_at=NOON, detail="")
    async with storage.begin() as uow:
        await uow.anomalies.report([gone])
        await uow.commit()
    assert await beyond(storage) == [(HealthMetric.DRIFT_FOUND, 1)]
    found = await beyond(storage, hours=2)
    assert found == [(HealthMetric.CONTESTED, 1), (HealthMetric.AGENDA_OVERDUE, 1), (HealthMetric.DRIFT_FOUND, 1)]


async def test_reconciliation_that_has_not_run_for_days_is_a_problem() -> None:
    storage = InMemoryStorage()
    storage.tables.reconciliations[BETA] = ReconciliationRun(provider=BETA, started_at=NOON, first=True)
    assert await beyond(storage, hours=72) == []
    assert await beyond(storage, hours=73) == [(HealthMetric.RECONCILED_SECONDS, 73 * 3600)]


@pytest.mark.parametrize(("hours", "limit"), [(24, 72), (1, 3), (None, 31 * 24)])
def test_limit_for_reconciliation_depends_on_the_schedule(hours: int | None, limit: int) -> None:
    every = timedelta(hours=hours) if hours is not None else None
    assert limits_for(every) == {**LIMITS, HealthMetric.RECONCILED_SECONDS: limit * 3600}


@pytest.mark.parametrize(
    ("occurrence", "sign"),
    [
        (CounterName.PORTAL_FAILED, HealthMetric.PORTAL_FAILURES),
        (CounterName.SIGNATURE_REFUSED, HealthMetric.BAD_SIGNATURES),
    ],
)
async def test_too_many_recent_failures_are_a_problem(occurrence: CounterName, sign: HealthMetric) -> None:
    storage = InMemoryStorage()
    async with storage.begin() as uow:
        await uow.occurrences.add({(occurrence, BETA): LIMITS[sign] + 1}, NOON)
        await uow.commit()
    assert await beyond(storage) == [(sign, LIMITS[sign] + 1)]
    assert await beyond(storage, hours=2) == []


async def test_unlinked_accounts_and_guest_purchases_are_counted_once_each() -> None:
    storage = InMemoryStorage()
    for _ in range(2):
        await hear(storage, subscription("sub", account=ref("nobodys")))
    await hear(storage, told_account("nobodys"))
    await hear(storage, subscription("hers", account=ref("hers")), claims=(claim(subject="hers", account="hers"),))
    credited = claim(subject="credited", account="other", trust=Trust.UNSIGNED)
    await hear(storage, subscription("credited", account=ref("other")), claims=(credited,))
    await hear(storage, told_payment("guests", account=None))
    await hear(storage, told_charge("charge"))
    told = await report(storage)
    assert Measurement(sign=HealthMetric.UNLINKED, provider=None, value=2, limit=10) in told.readings
    assert (
        Measurement(sign=HealthMetric.UNLINKED, provider=None, value=0, limit=10)
        in (await report(storage, hours=25)).readings
    )


async def heard_for_nobody(storage: InMemoryStorage, count: int, *, heard_for_ada: int = 0) -> Measurement:
    """Apply objects without an owner, then Ada's."""
    await hear(storage, claims=(claim(subject="hers", account="hers", trust=Trust.HOST),))
    for number in range(count + heard_for_ada):
        account = ref("hers" if number >= count else f"nobodys_{number}")
        came = delivery(f"{number:05}", received_at=after(number), subject=(ObjectKind.ACCOUNT, account))
        storage.tables.inbox[came.id] = came
    [reading] = [r for r in (await report(storage, hours=2)).readings if r.sign is HealthMetric.UNLINKED]
    return reading


async def test_unlinked_accounts_before_many_linked_ones_are_counted() -> None:
    reading = await heard_for_nobody(InMemoryStorage(), 11, heard_for_ada=1_000)
    assert (reading.value, reading.at_least, reading.is_fine) == (11, False, False)


async def test_unlinked_count_is_capped_and_marked_as_a_minimum() -> None:
    too_much = await heard_for_nobody(InMemoryStorage(), 300)
    assert (too_much.value, too_much.at_least, too_much.is_fine) == (200, True, False)
    too_far_back = await heard_for_nobody(InMemoryStorage(), 11, heard_for_ada=2_000)
    assert (too_far_back.value, too_far_back.at_least) == (0, True)


async def test_very_large_failure_count_is_marked_as_a_minimum() -> None:
    storage = InMemoryStorage()
    for number in range(COUNT_CAP):
        failed = delivery(str(number), status=DeliveryStatus.FAILED, next_attempt_at=after(60))
        storage.tables.inbox[failed.id] = failed
    [reading] = [r for r in (await report(storage)).readings if r.sign is HealthMetric.FAILED]
    assert (reading.value, reading.at_least, reading.is_fine) == (COUNT_CAP, True, False)
