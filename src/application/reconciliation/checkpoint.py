"""The progress of a reconciliation run. Its holder excludes all others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from application.execution.backoff import backoff
from application.execution.retry_on_conflict import retry_on_conflict
from application.ports.operations.clock import Clock
from application.ports.storage.reconciliation_runs import ReconciliationRun
from application.ports.storage.storage import Storage, UnitOfWork

LEASE = timedelta(minutes=2)
"""How long one that was killed keeps others from going on."""

RENEWED_AFTER = timedelta(seconds=30)
"""Well within the lease: between two looks at the clock there is a call to a provider, or a wait as long as this."""

STALE_AFTER = timedelta(days=1)
"""What was interrupted longer ago begins anew."""

_FIRST_REST, _LONGEST_REST = timedelta(minutes=5), timedelta(hours=6)


class LeaseLost(Exception):
    """Raised if another process took the run over because this one did not renew its lease."""


@dataclass(slots=True, kw_only=True)
class Checkpoint:
    """`at`: where it is; until it is taken, where it would begin. `kept`: false where nothing may be written and
    nobody is kept out.
    """

    storage: Storage
    clock: Clock
    at: ReconciliationRun
    kept: bool = True

    @property
    def is_resumed(self) -> bool:
        """Whether it goes on with what was interrupted."""
        return self.at.kind is not None

    async def acquire(self) -> datetime | None:
        """Goes on where another one was interrupted that looked at the same.

        Answers None, or until when somebody else has it, who may have been killed.
        """
        return await retry_on_conflict(self._take) if self.kept else None

    async def save_in(self, uow: UnitOfWork, at: ReconciliationRun, *, leased: bool = True) -> ReconciliationRun:
        """Writes where it goes on, together with what else is written; put the answer into `at` when that is done.

        Raises:
            LeaseLost
        """
        last = await uow.reconciliations.get(at.provider)
        if last is None or last.version != self.at.version:
            raise LeaseLost
        goes_on = leased and at.finished_at is None
        at = replace(at, leased_until=self.clock.now() + LEASE if goes_on else None)
        await uow.reconciliations.save(at)
        return replace(at, version=at.version + 1)

    async def save(self, at: ReconciliationRun) -> None:
        """
        Raises:
            LeaseLost
        """
        self.at = await retry_on_conflict(lambda: self._write(at)) if self.kept else at

    async def renew_lease(self) -> None:
        """Once it is time to.

        Raises:
            LeaseLost
        """
        leased_until = self.at.leased_until
        if leased_until is not None and self.clock.now() > leased_until - LEASE + RENEWED_AFTER:
            await self.save(self.at)

    async def finish(self) -> None:
        """
        Raises:
            LeaseLost
        """
        whole = self.at.started_at if self.at.since is None else self.at.whole_at
        done = replace(self.at, kind=None, cursor=None, finished_at=self.clock.now(), whole_at=whole)
        await self.save(replace(done, failures=0, retry_at=None))

    async def release(self, *, failed: bool) -> None:
        """Anybody may go on at once. `failed`: it was the provider's doing, so nobody need do so by themselves soon.

        Raises:
            LeaseLost
        """
        if self.at.leased_until is None:
            return
        failures = self.at.failures + 1 if failed else self.at.failures
        retry_at = self.clock.now() + backoff(failures, first=_FIRST_REST, longest=_LONGEST_REST) if failed else None
        left = replace(self.at, failures=failures, retry_at=retry_at)
        self.at = await retry_on_conflict(lambda: self._write(left, leased=False))

    async def _take(self) -> datetime | None:
        now = self.clock.now()
        async with self.storage.begin() as uow:
            last = await uow.reconciliations.get(self.at.provider)
            if last is not None and last.leased_until is not None and last.leased_until > now:
                return last.leased_until
            at = last if last is not None and _can_go_on(last, self.at) else _after(last, self.at)
            at = replace(at, retry_at=None, leased_until=now + LEASE)
            await uow.reconciliations.save(at)
            await uow.commit()
        self.at = replace(at, version=at.version + 1)
        return None

    async def _write(self, at: ReconciliationRun, *, leased: bool = True) -> ReconciliationRun:
        async with self.storage.begin() as uow:
            kept = await self.save_in(uow, at, leased=leased)
            await uow.commit()
        return kept


def _after(last: ReconciliationRun | None, begun: ReconciliationRun) -> ReconciliationRun:
    """It is the first one until everything has been compared once."""
    if last is None:
        return replace(begun, first=True)
    whole_at = last.whole_at
    return replace(begun, version=last.version, failures=last.failures, whole_at=whole_at, first=whole_at is None)


def _can_go_on(last: ReconciliationRun, begun: ReconciliationRun) -> bool:
    """Return whether the run can be resumed: one that looks further back covers the wanted period."""
    unfinished = last.finished_at is None and last.kind is not None
    covers = last.since == begun.since
    if last.since is not None and begun.since is not None:
        covers = last.since <= begun.since
    return unfinished and covers and last.started_at > begun.started_at - STALE_AFTER
