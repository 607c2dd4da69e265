"""Use case: working off the agenda."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from application.execution.backoff import backoff
from application.execution.retry_on_conflict import retry_on_conflict
from application.ingestion.mirror_updates import apply_updates
from application.ports.errors import ProviderRefused, ProviderUnavailable, StorageUnavailable, Throttled
from application.ports.operations.clock import Clock
from application.ports.provider.fetching import NotFound
from application.ports.provider.provider import Providers
from application.ports.provider.updates import ProviderUpdate
from application.ports.storage.fetch_queue import GONE, FetchTask, QueuedFetch
from application.ports.storage.storage import Anomaly, AnomalyKind, ObjectKey, Storage
from domain.mirror.merge import REFETCH_AFTER
from domain.mirror.snapshot import ObjectKind

LEASE = timedelta(minutes=5)
"""How long a crash may keep others from what was taken up; working off one run takes less."""

OVERDUE_AFTER = timedelta(hours=6)
"""How long word of a renewal may be late before the provider is asked."""

_FIRST_WAIT = timedelta(seconds=10)
_LONGEST_WAIT = timedelta(hours=6)
_LONGEST_WAIT_FOR_WHAT_IS_GONE = timedelta(days=30)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchDueObjects:
    """Asks the providers what is due and lets the mirror hear; no provider is called inside a unit of work."""

    storage: Storage
    providers: Providers
    clock: Clock

    async def __call__(self, *, limit: int = 10, only: ObjectKey | None = None) -> int:
        """Asks about what is due, all of it at once; answers how much that was. As long as it is `limit`, there may be
        more.

        `only`: nothing but this object.

        Raises:
            StorageUnavailable: when all that was on its way has come to its end.
        """
        tasks = await retry_on_conflict(lambda: self._lease_due(limit, only))
        asked = await asyncio.gather(*(self._process(task) for task in tasks), return_exceptions=True)
        for failure in asked:
            if isinstance(failure, BaseException):
                raise failure
        return asked.count(True)

    async def _lease_due(self, limit: int, only: ObjectKey | None) -> list[FetchTask]:
        now = self.clock.now()
        async with self.storage.begin() as uow:
            if only is None:
                overdue = await uow.mirror.overdue(now - OVERDUE_AFTER, limit=limit)
                await uow.fetch_queue.add(
                    [QueuedFetch(kind=ObjectKind.SUBSCRIPTION, ref=ref, due_at=now) for ref in overdue]
                )
            tasks = await uow.fetch_queue.lease(frozenset(self.providers), now, limit=limit, lease=LEASE, only=only)
            await uow.commit()
        return tasks

    async def _process(self, task: FetchTask) -> bool:
        """Whether it was asked about."""
        try:
            answer = await self.providers[task.ref.provider].fetcher.fetch(task.kind, task.ref)
            await retry_on_conflict(lambda: self._apply_response(task, answer))
        except Throttled as error:
            due_at = self.clock.now() + error.retry_after
            await retry_on_conflict(lambda: self._release(task, due_at))
            return False
        except ProviderUnavailable as error:
            await self._postpone(task, error.reason, at_least=error.retry_after or timedelta())
        except ProviderRefused as error:
            said = {"provider": error.provider, "reason": error.reason, "next_step": error.next_step}
            _log.error("provider refused a fetch", extra=said)
            await self._postpone(task, error.reason)
        except StorageUnavailable:
            raise
        except Exception as error:  # one answer that cannot be heard must not stop the others
            reason = type(error).__name__
            _log.error("provider response could not be applied", extra={"object": str(task.ref), "error": reason})
            await self._postpone(task, reason)
        return True

    async def _apply_response(self, task: FetchTask, answer: ProviderUpdate | NotFound) -> None:
        now = self.clock.now()
        async with self.storage.begin() as uow:
            if isinstance(answer, ProviderUpdate):
                if (await apply_updates(uow, [answer], now, answering=(task.kind, task.ref))).settled:
                    await uow.fetch_queue.complete(task)
                else:
                    await uow.fetch_queue.postpone(task, now + _wait(task, first=REFETCH_AFTER), "contested")
            else:
                detail = "not found at the provider; the mirror was not changed"
                gone = Anomaly(anomaly=AnomalyKind.GONE, kind=task.kind, ref=task.ref, noticed_at=now, detail=detail)
                await uow.anomalies.report([gone])
                await uow.fetch_queue.postpone(task, now + _wait_for_what_is_gone(task), GONE)
            await uow.commit()

    async def _postpone(self, task: FetchTask, reason: str, *, at_least: timedelta = timedelta()) -> None:
        due_at = self.clock.now() + max(_wait(task), min(at_least, _LONGEST_WAIT))
        await retry_on_conflict(lambda: self._store_due_time(task, due_at, reason))

    async def _store_due_time(self, task: FetchTask, due_at: datetime, reason: str) -> None:
        async with self.storage.begin() as uow:
            await uow.fetch_queue.postpone(task, due_at, reason)
            await uow.commit()

    async def _release(self, task: FetchTask, due_at: datetime) -> None:
        async with self.storage.begin() as uow:
            await uow.fetch_queue.release(task, due_at)
            await uow.commit()


def _wait(task: FetchTask, *, first: timedelta = _FIRST_WAIT) -> timedelta:
    """Doubles with each try: a provider may be down for days, and its clock may be off."""
    return backoff(task.attempts, first=first, longest=_LONGEST_WAIT)


def _wait_for_what_is_gone(task: FetchTask) -> timedelta:
    """Seconds at first, because a new object may be unknown to a replica; after ten attempts it is a month.

    The entry stays on the agenda, so that a later mention of the object continues the series.
    """
    return backoff(task.attempts, first=_FIRST_WAIT, longest=_LONGEST_WAIT_FOR_WHAT_IS_GONE, factor=4)
