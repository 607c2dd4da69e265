"""Looking again and again for what is due: all there is on SQLite, and what finds what was lost on PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from application.execution.periodic_task import DEFAULT_INTERVAL, PeriodicTask, run_all
from application.ports.job_runner import BackgroundJobs, ProcessDue

AT_ONCE = 10
SECONDS_BETWEEN_CHORES = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PollingRunner:
    """Takes up some at a time. Retries, each provider's asks and each chore go on beside each other.

    `pause`: seconds between two looks.
    """

    work: BackgroundJobs
    pause: float = DEFAULT_INTERVAL
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def check(self) -> None:
        """It needs nothing of its own."""

    async def run(self) -> None:
        await run_all(self.rounds())

    def rounds(self) -> list[PeriodicTask]:
        """Return the tasks that run concurrently."""
        retries = self._looking("retrying webhook events", self.work.retry_deliveries)
        asks = [self._looking(f"fetching from {name}", ask) for name, ask in self.work.ask.items()]
        return [retries, *asks, *(self._doing(what, chore) for what, chore in self.work.chores.items())]

    def _looking(self, what: str, work_off: ProcessDue[Any]) -> PeriodicTask:
        async def do() -> bool:
            return await work_off(limit=AT_ONCE) == AT_ONCE

        return PeriodicTask(what=what, do=do, pause=self.pause, sleep=self.sleep)

    def _doing(self, what: str, chore: Callable[[], Awaitable[object]]) -> PeriodicTask:
        async def do() -> bool:
            await chore()
            return False

        return PeriodicTask(what=what, do=do, pause=SECONDS_BETWEEN_CHORES, sleep=self.sleep)
