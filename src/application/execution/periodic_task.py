"""Tasks that run periodically for as long as the process does, whatever fails."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from application.execution.stack_trace import stack_trace
from application.ports.errors import StorageUnavailable

DEFAULT_INTERVAL = 1.0
LONGEST_PAUSE = 60.0
SECONDS_TO_FINISH = 5.0
_log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class PeriodicTask:
    """Does it at once as long as there may be more to do, else after a pause in seconds, less often while it fails.

    `what`: for the log. `do` answers whether there may be more.
    """

    what: str
    do: Callable[[], Awaitable[bool]]
    pause: float = DEFAULT_INTERVAL
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _failures: int = 0

    async def run(self, ending: asyncio.Event) -> None:
        """Until `ending` is set; what it is at then, it finishes."""
        while not ending.is_set():
            await _or_until(ending, self.sleep(await self.once()))

    async def once(self) -> float:
        """One time; answers after how many seconds the next one is due. Whatever goes wrong is logged."""
        try:
            more = await self.do()
        except asyncio.CancelledError as error:
            task = asyncio.current_task()
            if task is None or task.cancelling():
                raise
            _log.error("background task cancelled", extra={"what": self.what, "trace": stack_trace(error)})
        except StorageUnavailable as error:
            said = {"what": self.what, "reason": str(error), "next_step": error.next_step}
            _log.warning("database unavailable, background task will retry", extra=said)
        except Exception as error:  # it must outlive whatever a time brings
            _log.error("background task failed", extra={"what": self.what, "trace": stack_trace(error)})
        else:
            self._failures = 0
            return 0.0 if more else self.pause
        self._failures += 1
        return max(self.pause, min(DEFAULT_INTERVAL * 2.0 ** min(self._failures, 10), LONGEST_PAUSE))


async def run_all(recurring: Sequence[PeriodicTask], *, seconds_to_finish: float = SECONDS_TO_FINISH) -> None:
    """Each beside the others until this is cancelled; then what they are at may take so long, and is cancelled too."""
    ending = asyncio.Event()
    running = [asyncio.create_task(each.run(ending)) for each in recurring]
    try:
        await asyncio.gather(*(asyncio.shield(each) for each in running))
    finally:
        ending.set()
        _, late = await asyncio.wait(running, timeout=seconds_to_finish) if running else (set(), set())
        for each in late:
            each.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def _or_until(ending: asyncio.Event, pause: Awaitable[None]) -> None:
    waiting = [asyncio.ensure_future(pause), asyncio.ensure_future(ending.wait())]
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in waiting:
            each.cancel()
    if waiting[0].done():
        waiting[0].result()
