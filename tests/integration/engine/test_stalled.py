"""A job of a dead worker does not block its row forever."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable

import pytest
from procrastinate import PsycopgConnector
from procrastinate.jobs import Job
from procrastinate.manager import JobManager

from adapters.jobs.procrastinate.jobs import DELIVERIES
from adapters.jobs.procrastinate.stalled import drop_stalled_jobs
from adapters.persistence.database import postgresql_parameters
from contracts.engine.at_work import AtWork
from examples import ref

SILENT = "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '31 seconds' WHERE id = %(id)s"


@pytest.fixture
async def connector(on_postgresql: AtWork) -> AsyncIterator[PsycopgConnector]:
    connector = PsycopgConnector(kwargs=postgresql_parameters(on_postgresql.engines), min_size=1, max_size=1)
    await connector.open_async()
    yield connector
    await connector.close_async()


async def held(connector: PsycopgConnector) -> list[tuple[int, str]]:
    found = await connector.execute_query_all_async("SELECT id, status::text AS status FROM procrastinate_jobs")
    return sorted((row["id"], row["status"]) for row in found)


async def test_jobs_of_a_dead_worker_are_dropped_and_no_others(
    on_postgresql: AtWork, connector: PsycopgConnector
) -> None:
    await on_postgresql.asks(ref("of the dead"), ref("of the living"), ref("of nobody"))
    await on_postgresql.arrives("delivery")
    manager = JobManager(connector)
    dead, living = await manager.register_worker(), await manager.register_worker()
    dropped = await manager.fetch_job(["alpha"], dead)
    stays = await manager.fetch_job(["alpha"], living)
    assert dropped is not None
    assert stays is not None
    await connector.execute_query_async(SILENT, id=dead)

    await drop_stalled_jobs(manager)
    assert [status for _, status in await held(connector)] == ["doing", "todo", "todo"]
    assert dropped.id not in dict(await held(connector))
    assert dict(await held(connector))[stays.id or 0] == "doing"
    workers = await connector.execute_query_all_async("SELECT id FROM procrastinate_workers")
    assert workers == [{"id": living}]
    assert await manager.fetch_job([DELIVERIES], living) is None, "it is not due yet"


async def test_two_processes_that_find_the_same_stalled_job_do_not_disturb_each_other(
    on_postgresql: AtWork, connector: PsycopgConnector
) -> None:
    await on_postgresql.asks(ref("sub"))
    manager = JobManager(connector)
    worker = await manager.register_worker()
    assert await manager.fetch_job(["alpha"], worker) is not None
    await connector.execute_query_async(SILENT, id=worker)

    found = await manager.get_stalled_jobs()
    await drop_stalled_jobs(manager)

    class Slower(JobManager):
        """Reads the jobs before another process has dropped them."""

        async def get_stalled_jobs(
            self,
            nb_seconds: int | None = None,
            queue: str | None = None,
            task_name: str | None = None,
            seconds_since_heartbeat: float = 30,
        ) -> Iterable[Job]:
            return found

    await drop_stalled_jobs(Slower(connector))
    assert await held(connector) == []
