"""A provider whose lists are reconciled with an in-memory mirror."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from application.ingestion.mirror_updates import apply_updates
from application.ports.provider.listing import ListedObject
from application.ports.provider.updates import ProviderUpdate
from application.ports.storage.reconciliation_runs import ReconciliationRun
from application.reconciliation.checkpoint import Checkpoint
from application.reconciliation.drift import Drift
from application.reconciliation.reconcile import OnProgress, Reconcile
from domain.mirror.snapshot import ObjectKind, Snapshot
from domain.subscription import SubscriptionStatus
from examples import ALPHA, NOON, after, ref
from fakes.clock import FakeClock
from fakes.provider import FakeProvider
from fakes.storage import InMemoryStorage


@dataclass(slots=True)
class Compared:
    """A provider whose lists are fetched an hour after noon, two objects to a page.

    `meanwhile` runs during each wait. With `time_passes`, the clock advances by each wait.
    """

    storage: InMemoryStorage = field(default_factory=InMemoryStorage)
    clock: FakeClock = field(default_factory=lambda: FakeClock(after(3600)))
    slept: list[float] = field(default_factory=list)
    meanwhile: Callable[[], Awaitable[None]] | None = None
    time_passes: bool = False
    alpha: FakeProvider = field(init=False)
    reconcile: Reconcile = field(init=False)

    def __post_init__(self) -> None:
        self.alpha = FakeProvider(name=ALPHA, storage=self.storage, now=self.clock.now())
        self.reconcile = Reconcile(
            storage=self.storage, providers={ALPHA: self.alpha.provider()}, clock=self.clock, sleep=self._sleep
        )

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0)
        if self.time_passes:
            self.clock.advance(timedelta(seconds=seconds))
        if self.meanwhile is not None:
            await self.meanwhile()

    def lists(self, *snapshots: Snapshot, **said: bool) -> None:
        for snapshot in snapshots:
            told = ListedObject(heard=ProviderUpdate(snapshots=(snapshot,)), **said)
            self.alpha.lists.setdefault(snapshot.kind, []).append(told)

    async def mirrors(self, *snapshots: Snapshot) -> None:
        async with self.storage.begin() as uow:
            await apply_updates(uow, [ProviderUpdate(snapshots=snapshots)], NOON)
            await uow.commit()

    async def __call__(
        self, *, dry_run: bool = False, since: datetime | None = None, watch: OnProgress = lambda drift: None
    ) -> Drift:
        [drift] = await self.reconcile([ALPHA], dry_run=dry_run, since=since, watch=watch)
        return drift

    def status(self, id_: str = "sub") -> SubscriptionStatus:
        status: SubscriptionStatus = self.storage.tables.mirror[ObjectKind.SUBSCRIPTION, ref(id_)].snapshot.status
        return status

    def bookmark(self) -> Checkpoint:
        """Return another process's checkpoint, starting now."""
        begun = ReconciliationRun(provider=ALPHA, started_at=self.clock.now())
        return Checkpoint(storage=self.storage, clock=self.clock, at=begun)

    @property
    def kept(self) -> ReconciliationRun:
        """Return the stored run, which shows how far it has come."""
        return self.storage.tables.reconciliations[ALPHA]
