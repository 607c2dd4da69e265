"""The task of a job: it processes its row if that is due and not leased, and does nothing otherwise."""

from __future__ import annotations

import logging
from typing import TypeVar

from procrastinate import App

from adapters.jobs.procrastinate.jobs import ASK, RETRY
from application.execution.stack_trace import stack_trace
from application.ports.errors import StorageUnavailable
from application.ports.job_runner import BackgroundJobs, ProcessDue
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderName, ProviderRef

T = TypeVar("T")
_log = logging.getLogger(__name__)


def add_tasks(app: App, work: BackgroundJobs) -> None:
    """None of them fails: the row says what is to be done next, not the job."""

    @app.task(name=RETRY)
    async def retry(provider: str, key: str) -> None:
        await _outlived(work.retry_deliveries, (ProviderName(provider), key))

    @app.task(name=ASK)
    async def ask(provider: str, kind: str, id: str) -> None:  # noqa: A002  # as in the row
        ref = ProviderRef(provider=ProviderName(provider), id=id)
        await _outlived(work.ask[ref.provider], (ObjectKind(kind), ref))


async def _outlived(work_off: ProcessDue[T], only: T) -> None:
    try:
        await work_off(limit=1, only=only)
    except StorageUnavailable as error:
        said = {"reason": str(error), "next_step": error.next_step}
        _log.warning("database unavailable, job left to the sweep", extra=said)
    except Exception as error:  # the row is tried again when its lease has run out
        _log.error("job failed", extra={"trace": stack_trace(error)})
