"""Comparing with the providers in the background, for as long as the service runs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from application.execution.stack_trace import stack_trace
from application.operations.verify_database_owner import WrongDatabase
from application.ports.errors import StorageUnavailable
from application.reconciliation.drift import Drift
from application.reconciliation.reconcile_when_due import ReconcileWhenDue

INITIAL_DELAY = 5.0
"""Seconds after the start: webhooks and customers come first."""

LOOK_EVERY = 60.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconcileScheduler:
    """Looks about once a minute whether it is time. It takes as long as it takes, and nothing else waits for it."""

    reconcile_when_due: ReconcileWhenDue
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def run(self) -> None:
        """Until it is cancelled."""
        await self.sleep(INITIAL_DELAY)
        while True:
            await self.once()
            await self.sleep(LOOK_EVERY)

    async def once(self) -> None:
        """Run once. Every failure is logged and retried."""
        try:
            for drift in await self.reconcile_when_due():
                _tell(drift)
        except WrongDatabase as error:
            _log.critical("reconciliation stopped", extra={"reason": str(error)})
        except StorageUnavailable as error:
            said = {"reason": str(error), "next_step": error.next_step}
            _log.warning("database unavailable, reconciliation will retry", extra=said)
        except Exception as error:  # what goes wrong once must not end it for good
            _log.error("reconciliation failed", extra={"trace": stack_trace(error)})


@asynccontextmanager
async def scheduled(reconcile_when_due: ReconcileWhenDue) -> AsyncIterator[None]:
    """Meanwhile it runs in the background. Ended in the middle, it goes on there the next time."""
    if reconcile_when_due.every is None:
        yield
        return
    running = asyncio.create_task(ReconcileScheduler(reconcile_when_due=reconcile_when_due).run())
    try:
        yield
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


def _tell(drift: Drift) -> None:
    said = {
        "provider": drift.provider,
        "seen": drift.seen.total(),
        "new": drift.new.total(),
        "differing": drift.differing.total(),
        "absent": drift.absent.total(),
    }
    if drift.skipped is None:
        _log.info("reconciliation finished", extra=said)
    else:
        _log.warning("reconciliation incomplete", extra={**said, "reason": drift.skipped})
