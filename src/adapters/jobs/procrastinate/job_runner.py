"""Procrastinate's workers, and beside them a poll that finds what they were not told of."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any

import psycopg
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import ProcrastinateException
from procrastinate.worker import Worker

from adapters.jobs.polling import PollingRunner
from adapters.jobs.procrastinate.jobs import DELIVERIES
from adapters.jobs.procrastinate.tasks import add_tasks
from adapters.jobs.procrastinate.worker_group import until_one_ends
from application.execution.periodic_task import SECONDS_TO_FINISH, PeriodicTask, run_all
from application.ports.job_runner import BackgroundJobs

SECONDS_BETWEEN_SWEEPS = 10.0
_AT_ONCE_IN_A_QUEUE = 4
_SECONDS_BETWEEN_LOOKS = 0.5
_SECONDS_FOR_A_CONNECTION = 5.0
_CONNECTIONS = 4
_SECONDS_TO_BEGIN_AGAIN = 2.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcrastinateEngine:
    """A worker for the retries and one for each provider's asks, so that a provider that hangs holds up itself alone.

    `connect`: what psycopg needs to connect.
    """

    connect: Mapping[str, Any] = field(repr=False)
    check: Callable[[], Coroutine[Any, Any, None]]
    work: BackgroundJobs
    seconds_between_sweeps: float = SECONDS_BETWEEN_SWEEPS

    async def run(self) -> None:
        sweep = PollingRunner(work=self.work, pause=self.seconds_between_sweeps)
        async with asyncio.TaskGroup() as beside_each_other:
            beside_each_other.create_task(sweep.run())
            beside_each_other.create_task(self._work())

    async def _work(self) -> None:
        """Run the workers and restart them whenever they end. After a cancellation they finish on their own."""
        session = PeriodicTask(what="processing jobs", do=self._session, pause=_SECONDS_TO_BEGIN_AGAIN)
        await run_all([session], seconds_to_finish=0)

    async def _session(self) -> bool:
        await self.check()
        pool: dict[str, Any] = {"min_size": 1, "max_size": _CONNECTIONS, "timeout": _SECONDS_FOR_A_CONNECTION}
        app = App(connector=PsycopgConnector(kwargs={**self.connect}, **pool))
        add_tasks(app, self.work)
        try:
            await app.open_async()
            _heed_cancellation()
            await until_one_ends([_worker(app, queue) for queue in (DELIVERIES, *self.work.ask)], app.job_manager)
        except (ProcrastinateException, psycopg.Error) as error:
            reason = type(error.__cause__ or error).__name__
            _log.warning("job workers stopped and will restart", extra={"reason": reason})
        finally:
            await app.close_async()
        return False


def _worker(app: App, queue: str) -> Worker:
    """It looks for jobs itself: listening takes a connection for each queue, and nobody notices when that is lost."""
    return Worker(
        app,
        queues=[queue],
        concurrency=_AT_ONCE_IN_A_QUEUE,
        fetch_job_polling_interval=_SECONDS_BETWEEN_LOOKS,
        shutdown_graceful_timeout=SECONDS_TO_FINISH,
        listen_notify=False,
        delete_jobs="always",
        install_signal_handlers=False,
    )


def _heed_cancellation() -> None:
    """Raise a cancellation that was lost: until Python 3.12, `asyncio.wait_for` may lose one at a bad moment."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
