"""Looking again and again for what is due: all there is on SQLite, and what finds what was lost on PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from application.execution.periodic_task import PAUSE, Recurring, all_of
from application.ports.job_runner import Work, WorkOff

AT_ONCE = 10
SECONDS_BETWEEN_CHORES = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """Takes up some at a time. Retries, each provider's asks and each chore go on beside each other.

    `pause`: seconds between two looks.
    """

    work: Work
    pause: float = PAUSE
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def check(self) -> None:
        """It needs nothing of its own."""

    async def run(self) -> None:
        await all_of(self.rounds())

    def rounds(self) -> list[Recurring]:
        """What goes on beside each other."""
        retries = self._looking("retrying webhook events", self.work.retry_deliveries)
        asks = [self._looking(f"fetching from {name}", ask) for name, ask in self.work.ask.items()]
        return [retries, *asks, *(self._doing(what, chore) for what, chore in self.work.chores.items())]

    def _looking(self, what: str, work_off: WorkOff[Any]) -> Recurring:
        async def do() -> bool:
            return await work_off(limit=AT_ONCE) == AT_ONCE

        return Recurring(what=what, do=do, pause=self.pause, sleep=self.sleep)

    def _doing(self, what: str, chore: Callable[[], Awaitable[object]]) -> Recurring:
        async def do() -> bool:
            await chore()
            return False

        return Recurring(what=what, do=do, pause=SECONDS_BETWEEN_CHORES, sleep=self.sleep)
