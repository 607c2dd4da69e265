"""Whether the database belongs to these keys: asked before anything is done, and of a silent provider ever again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from application.execution.periodic_task import PeriodicTask
from application.operations.verify_database_owner import VerifyDatabaseOwner, WrongDatabase

SECONDS_TO_COMPARE = 10.0
SECONDS_BETWEEN_COMPARISONS = 30.0
_log = logging.getLogger(__name__)


async def compared(check: VerifyDatabaseOwner, *, seconds: float = SECONDS_TO_COMPARE) -> bool:
    """Whether mode and sellers are the database's own. Of a provider that is silent, that is found out later.

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
class DatabaseOwnerCheck:
    """Goes on asking the providers whose key this is until all have said so. `stop` ends the process."""

    check: VerifyDatabaseOwner
    stop: Callable[[], None]
    compared: bool
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _wrong: WrongDatabase | None = None

    async def run(self) -> None:
        """
        Raises:
            WrongDatabase: the process was told to stop.
        """
        comparing = PeriodicTask(
            what="verifying the owner of the database", do=self._compare, pause=SECONDS_BETWEEN_COMPARISONS
        )
        while not self.compared:
            await self.sleep(SECONDS_BETWEEN_COMPARISONS)
            await comparing.once()
            if self._wrong is not None:
                raise self._wrong

    async def _compare(self) -> bool:
        try:
            self.compared = await self.check()
        except WrongDatabase as error:
            _log.critical("service stopping", extra={"reason": str(error)})
            self._wrong = error
            self.stop()
        return False
