"""Workers that live and end together."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Protocol

from procrastinate.manager import JobManager

from adapters.jobs.procrastinate.stalled import keep_dropping_stalled_jobs
from application.execution.periodic_task import SECONDS_TO_FINISH

_SECONDS_TO_CLOSE = 3.0


class Worker(Protocol):
    """One of Procrastinate's."""

    async def run(self) -> None: ...

    def stop(self) -> None: ...


async def until_one_ends(workers: Sequence[Worker], manager: JobManager) -> None:
    """Or until this is cancelled; then each finishes what it is at. Raises what ended the first.

    A worker is told to stop and not cancelled, which it can miss while it begins.
    """
    running = [asyncio.create_task(each.run()) for each in workers]
    dropping = asyncio.create_task(keep_dropping_stalled_jobs(manager))
    try:
        ended, _ = await asyncio.wait([*running, dropping], return_when=asyncio.FIRST_COMPLETED)
        for each in ended:
            each.result()
    finally:
        dropping.cancel()
        for worker in workers:
            worker.stop()
        await _finished([*running, dropping])


async def _finished(tasks: Sequence[asyncio.Task[None]]) -> None:
    _, late = await asyncio.wait(tasks, timeout=SECONDS_TO_FINISH + _SECONDS_TO_CLOSE)
    while late:
        for each in late:
            each.cancel()
        _, late = await asyncio.wait(late, timeout=1)
    await asyncio.gather(*tasks, return_exceptions=True)
