"""Chooses the job runner for a database. Procrastinate is imported only where it is used, because that is slow."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.jobs.polling import PollingRunner
from adapters.persistence.database import Database, postgresql_parameters
from adapters.persistence.database_url import database_url
from adapters.persistence.errors import storage_failures
from adapters.persistence.unit_of_work import Defer
from application.execution.periodic_task import DEFAULT_INTERVAL
from application.ports.job_runner import BackgroundJobs, JobRunner
from application.ports.operations.clock import Clock


def engine_for(engines: Database, work: BackgroundJobs, *, looks_every: float | None = None) -> JobRunner:
    """`looks_every`: seconds between two looks for what is overdue, if not as many as suit the engine."""
    if engines.writing.dialect.name != "postgresql":
        return PollingRunner(work=work, pause=DEFAULT_INTERVAL if looks_every is None else looks_every)
    from adapters.jobs.procrastinate.job_runner import SECONDS_BETWEEN_SWEEPS, ProcrastinateEngine  # noqa: PLC0415
    from adapters.jobs.procrastinate.schema import check  # noqa: PLC0415

    async def check_tables() -> None:
        with storage_failures():
            async with engines.reading.connect() as connection:
                await check(connection)

    return ProcrastinateEngine(
        connect=postgresql_parameters(engines),
        check=check_tables,
        work=work,
        seconds_between_sweeps=SECONDS_BETWEEN_SWEEPS if looks_every is None else looks_every,
    )


def defer_for(url: str, clock: Clock) -> Defer | None:
    """Return the function that enqueues jobs for items that became due, if the job runner wants it."""
    if not _has_procrastinate(url):
        return None
    from adapters.jobs.procrastinate.enqueue import JobEnqueuer  # noqa: PLC0415

    return JobEnqueuer(clock=clock)


def tables_for(url: str) -> Callable[[AsyncConnection], Awaitable[None]] | None:
    """Return the function that creates or recreates the job runner's tables, if it has any."""
    if not _has_procrastinate(url):
        return None
    from adapters.jobs.procrastinate.schema import recreate_if_changed  # noqa: PLC0415

    return recreate_if_changed


def _has_procrastinate(url: str) -> bool:
    return database_url(url).get_backend_name() == "postgresql"
