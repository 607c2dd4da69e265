"""Use case: comparing with everything the providers have from time to time, without anybody asking."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from application.operations.verify_database_owner import VerifyDatabaseOwner
from application.ports.storage.reconciliation_runs import ReconciliationRun
from application.reconciliation.drift import Drift
from application.reconciliation.reconcile import Reconcile
from domain.provider import ProviderName


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconcileWhenDue:
    """The first time at once, and then so long after the one before had begun. `every`: None for never.

    What was interrupted is gone on with; what a provider has broken off, after a rest. How it stands is kept, so it
    does not matter which process asks, nor how often.
    """

    reconcile: Reconcile
    check_installation: VerifyDatabaseOwner
    every: timedelta | None

    async def __call__(self) -> list[Drift]:
        """Return the drift of each provider whose reconciliation was due.

        Raises:
            StorageUnavailable
            WrongDatabase: the keys are not those of this database, and nothing was compared.
        """
        due = [name for name in await self._due() if await self._is_ours(name)]
        return await self.reconcile(due) if due else []

    async def _is_ours(self, name: ProviderName) -> bool:
        """Whether the provider says so; one that is silent keeps none of the others from being compared."""
        check = replace(self.check_installation, providers={name: self.reconcile.providers[name]})
        return await check()

    async def _due(self) -> list[ProviderName]:
        if self.every is None:
            return []
        now = self.reconcile.clock.now()
        async with self.reconcile.storage.begin() as uow:
            kept = {name: await uow.reconciliations.get(name) for name in self.reconcile.providers}
        return [name for name, last in kept.items() if _is_due(last, now, self.every)]


def _is_due(last: ReconciliationRun | None, now: datetime, every: timedelta) -> bool:
    if last is None:
        return True
    held = last.leased_until is not None and last.leased_until > now
    resting = last.retry_at is not None and last.retry_at > now
    return not held and not resting and (last.whole_at is None or last.whole_at + every <= now)
