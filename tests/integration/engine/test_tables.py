"""The job runner's tables are recreated whenever they are damaged, and no work is lost."""

from __future__ import annotations

import psycopg
import pytest
from procrastinate.schema import SchemaManager

from adapters.jobs.procrastinate.schema import ForeignProcrastinateSchema, JobSchemaOutdated
from application.ports.provider.updates import ProviderUpdate
from application.ports.storage.inbox import DeliveryStatus
from contracts.engine.at_work import AtWork, until, working
from entrypoints.container import migrate
from examples import ref, told_subscription
from postgres import DatabaseUrl, temporary_database

DAMAGES = [
    "DROP TABLE procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers, procrastinate_workers CASCADE",
    "DROP TABLE procrastinate_events CASCADE",
    "DROP TABLE procrastinate_workers CASCADE",
    "DROP TYPE procrastinate_job_status CASCADE",
    "DROP FUNCTION procrastinate_fetch_job_v2",
    "DROP INDEX procrastinate_jobs_priority_idx_v1",
    "DROP TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1 ON procrastinate_jobs",
    "ALTER TABLE procrastinate_jobs DROP COLUMN priority CASCADE",
    "ALTER TABLE procrastinate_jobs ADD COLUMN of_another_version integer",
    "UPDATE pg_description SET description = 'customer-portal of old' WHERE description ~ '^customer-portal '",
]


def strike(url: str, damage: str) -> None:
    with psycopg.connect(url, autocommit=True) as operator:
        operator.execute(damage.encode())


def held(url: str) -> list[tuple[str, ...]]:
    with psycopg.connect(url) as operator:
        return operator.execute("SELECT task_name FROM procrastinate_jobs").fetchall()


@pytest.mark.parametrize("damage", DAMAGES)
async def test_damaged_job_tables_are_recreated(on_postgresql: AtWork, damage: str) -> None:
    on_postgresql.knows(ref("before"), ref("after"))
    await on_postgresql.asks(ref("before"))
    strike(on_postgresql.url, damage)
    with pytest.raises(JobSchemaOutdated) as refused:
        await on_postgresql.engine().check()
    assert refused.value.next_step == "run `customer-portal migrate`"
    await migrate(on_postgresql.url)
    await on_postgresql.engine().check()
    async with working(on_postgresql.engine()):
        await on_postgresql.asks(ref("after"))
        await until(lambda: on_postgresql.mirrored(ref("after")))
        await until(lambda: on_postgresql.mirrored(ref("before")))


async def test_intact_job_tables_keep_their_jobs(on_postgresql: AtWork) -> None:
    await on_postgresql.asks(ref("sub"))
    await migrate(on_postgresql.url)
    assert held(on_postgresql.url) == [("customer-portal:ask",)]


async def test_dropped_job_tables_lose_no_due_work(on_postgresql: AtWork) -> None:
    told = told_subscription("told late")
    many = [ref(f"sub_{number}") for number in range(25)]
    on_postgresql.knows(*many)
    await on_postgresql.asks(*many)
    await on_postgresql.arrives("delivery", says=ProviderUpdate(snapshots=(told,)))
    on_postgresql.passes(hours=1)
    strike(on_postgresql.url, DAMAGES[0])
    await migrate(on_postgresql.url)
    assert held(on_postgresql.url) == []
    async with working(on_postgresql.engine()):
        await until(lambda: nothing_waits(on_postgresql))
        await until(lambda: on_postgresql.mirrored(told.ref))
    assert on_postgresql.times_asked() == {each.id: 1 for each in many}
    assert (await on_postgresql.delivery("delivery")).status is DeliveryStatus.APPLIED


async def test_running_job_runner_continues_without_its_tables(on_postgresql: AtWork) -> None:
    on_postgresql.knows(ref("before"), ref("without"), ref("after"))
    async with working(on_postgresql.engine()):
        for when in ("before", "without", "after"):
            await on_postgresql.asks(ref(when))
            await until(lambda: nothing_waits(on_postgresql))
            if when == "before":
                strike(on_postgresql.url, DAMAGES[0])
            else:
                await migrate(on_postgresql.url)
    assert on_postgresql.times_asked() == {"before": 1, "without": 1, "after": 1}


async def test_job_tables_of_another_application_are_left_untouched(postgres_server: DatabaseUrl) -> None:
    with temporary_database(postgres_server) as url:
        strike(url, SchemaManager.get_schema())
        strike(url, "INSERT INTO procrastinate_jobs (queue_name, task_name) VALUES ('theirs', 'theirs')")
        with pytest.raises(ForeignProcrastinateSchema, match="another application"):
            await migrate(url)
        assert held(url) == [("theirs",)]


async def nothing_waits(at_work: AtWork) -> bool:
    return await at_work.waiting() == set()
