"""Telling the engine of what has become due, in the transaction in which it did."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from procrastinate import PsycopgConnector
from procrastinate.exceptions import ProcrastinateException
from procrastinate.manager import JobManager
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.jobs.procrastinate.jobs import jobs_for
from adapters.jobs.procrastinate.schema import NEXT_STEP
from application.ports.job_runner import DueItems
from application.ports.operations.clock import Clock

_log = logging.getLogger(__name__)


def _never_opened() -> JobManager:
    """It needs no connection of its own."""
    return JobManager(PsycopgConnector())


@dataclass(frozen=True, slots=True, kw_only=True)
class JobEnqueuer:
    """One statement, however many rows have become due.

    Without the engine's tables the rows are kept all the same: whoever looks for what is overdue finds them.
    """

    clock: Clock
    manager: JobManager = field(default_factory=_never_opened)

    async def __call__(self, connection: AsyncConnection, due: DueItems) -> None:
        jobs = jobs_for(due, self.clock.now())
        if not jobs:
            return
        try:
            async with connection.begin_nested():
                held = await connection.get_raw_connection()
                await self.manager.batch_defer_jobs_async(jobs, connection=held.driver_connection)
        except ProcrastinateException as error:
            reason = type(error.__cause__ or error).__name__
            _log.warning(
                "jobs could not be enqueued, the sweep will find them", extra={"reason": reason, "next_step": NEXT_STEP}
            )
