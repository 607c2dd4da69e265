"""Working off in the background what waits for its time, for as long as the service runs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from application.ask_provider import AskProvider
from application.check_installation import CheckInstallation, WrongDatabase
from application.ports.clock import Clock
from application.ports.failures import StorageUnavailable
from application.retry_deliveries import RetryDeliveries
from entrypoints.stack_trace import stack_trace

AT_ONCE = 10
PAUSE = 1.0
LONGEST_PAUSE = 60.0
CHORES_EVERY = timedelta(minutes=1)
COMPARE_EVERY = timedelta(seconds=30)
SECONDS_TO_COMPARE = 10.0
_log = logging.getLogger(__name__)


async def compared(check: CheckInstallation, *, seconds: float = SECONDS_TO_COMPARE) -> bool:
    """Whether mode and sellers are the database's own. Of a provider that is silent, the poll finds out later.

    Raises:
        WrongDatabase
        StorageUnavailable
    """
    try:
        async with asyncio.timeout(seconds):
            return await check()
    except TimeoutError:
        of_the_mode_alone = replace(check, providers={})
        await of_the_mode_alone()
        return False


@dataclass(slots=True, kw_only=True)
class Poll:
    """Tries and asks what is due about once a second, and less often while that fails.

    `compared`: whether every provider has said whose key this is; until then it goes on being asked. `stop`: ends the
    service. `chores`: what is done once a minute besides.
    """

    retry_deliveries: RetryDeliveries
    ask_provider: AskProvider
    check_installation: CheckInstallation
    clock: Clock
    stop: Callable[[], None]
    compared: bool
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    chores: Sequence[Callable[[], Awaitable[object]]] = ()
    _chores_at: datetime | None = None
    _compare_at: datetime | None = None
    _failures: int = 0

    async def run(self) -> None:
        """Until it is cancelled.

        Raises:
            WrongDatabase: the service was told to stop.
        """
        while True:
            await self.sleep(await self.once())

    async def once(self) -> float:
        """One round; answers after how many seconds the next one is due. Whatever goes wrong is logged and tried again.

        Raises:
            WrongDatabase
        """
        try:
            await self._compare()
            tried = await self.retry_deliveries(limit=AT_ONCE)
            asked = await self.ask_provider(limit=AT_ONCE)
            await self._do_chores()
        except WrongDatabase as error:
            _log.critical("the service stops", extra={"reason": str(error)})
            self.stop()
            raise
        except StorageUnavailable as error:
            said = {"reason": str(error), "next_step": error.next_step}
            _log.warning("the database is unavailable, so nothing is tried or asked", extra=said)
        except Exception as error:  # the poll must outlive whatever a round brings
            _log.error("a round of working off what waits failed", extra={"trace": stack_trace(error)})
        else:
            self._failures = 0
            return 0.0 if AT_ONCE in (tried, asked) else PAUSE
        self._failures += 1
        return float(min(PAUSE * 2 ** min(self._failures, 10), LONGEST_PAUSE))

    async def _do_chores(self) -> None:
        now = self.clock.now()
        if self._chores_at is None or now >= self._chores_at:
            self._chores_at = now + CHORES_EVERY
            for chore in self.chores:
                await chore()

    async def _compare(self) -> None:
        now = self.clock.now()
        if self.compared or (self._compare_at is not None and now < self._compare_at):
            return
        self._compare_at = now + COMPARE_EVERY
        self.compared = await self.check_installation()
