"""The work of a process: use cases that receive, fetch, reconcile and serve operators."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from contextlib import suppress
from datetime import timedelta
from enum import Enum, auto
from typing import Any

from application.fetching.fetch_due_objects import FetchDueObjects
from application.ingestion.apply_provider_event import ApplyProviderEvent
from application.ingestion.list_events import ListEvents
from application.ingestion.purge_payloads import PurgePayloads
from application.ingestion.replay_event import PayloadDeleted, ReplayEvent
from application.ingestion.replay_events import ReplayEvents
from application.ingestion.retry_deliveries import RetryDeliveries
from application.ports.provider.event import ProviderEvent
from application.ports.storage.fetch_queue import QueuedFetch
from application.ports.storage.inbox import DeliveryFilter, DeliveryId, DeliveryStatus
from application.ports.storage.storage import Storage
from application.reconciliation.reconcile import Reconcile
from domain.provider import ProviderName
from fakes.clock import FakeClock
from mishaps.process import AT_WORK
from mishaps.vendor import Vendor
from mishaps.witness import Witness

_AT_ONCE = 10


class Work(Enum):
    """A piece of work that can be started."""

    DELIVER = auto()
    RETRY = auto()
    ASK = auto()
    RECONCILE = auto()
    DRY_RUN = auto()
    REFRESH = auto()
    REPLAY = auto()
    REPLAY_DEAD = auto()
    FORGET = auto()


REPLAYS = frozenset({Work.REPLAY, Work.REPLAY_DEAD})


class Works:
    """`accepted` holds the deliveries that were acknowledged to a provider."""

    def __init__(
        self, storage: Storage, clock: FakeClock, vendors: dict[ProviderName, Vendor], witness: Witness
    ) -> None:
        self.storage, self.clock, self.vendors, self.witness = storage, clock, vendors, witness
        self.accepted: set[DeliveryId] = set()
        self.names = sorted(vendors)
        providers = {name: vendor.provider() for name, vendor in vendors.items()}
        self.apply = ApplyProviderEvent(storage=storage, clock=clock)
        self.retry = RetryDeliveries(storage=storage, providers=providers, clock=clock)
        self.replay = ReplayEvent(retry=self.retry)
        self.replay_many = ReplayEvents(show=ListEvents(storage=storage), replay=self.replay)
        self.reconcile = Reconcile(storage=storage, providers=providers, clock=clock, sleep=_at_once)
        self.asks = {
            name: FetchDueObjects(storage=storage, providers={name: providers[name]}, clock=clock)
            for name in self.names
        }

    def of(self, work: Work, number: int, sent: Sequence[ProviderEvent]) -> Coroutine[Any, Any, object]:
        """Build a piece of work. `number` selects its object or customer, and `sent` lists the events that can be
        delivered.
        """
        one = number % len(self.names)
        match work:
            case Work.DELIVER:
                return self.deliver([sent[(number + i) % len(sent)] for i in range(number % 3 + 1)] if sent else [])
            case Work.RETRY:
                return self.retry()
            case Work.ASK:
                return self.ask(self.names[one], most=_AT_ONCE)
            case Work.RECONCILE | Work.DRY_RUN:
                return self.reconcile([self.names[one]], dry_run=work is Work.DRY_RUN)
            case Work.REFRESH:
                return self._refresh()
            case Work.REPLAY:
                return self._replay(number)
            case Work.REPLAY_DEAD:
                return self.replay_dead()
            case Work.FORGET:
                return PurgePayloads(storage=self.storage, clock=self.clock, after=timedelta(days=number % 2))()

    async def deliver(self, events: Sequence[ProviderEvent]) -> None:
        """Deliver events; they are acknowledged on success."""
        for event in events:
            self.witness.hears(self.witness.told[event.provider, event.key])
        await self.apply([self.vendors[event.provider].sent(event.payload) for event in events])
        await AT_WORK.get().wait()
        self.accepted.update((event.provider, event.key) for event in events)

    async def ask(self, name: ProviderName, *, most: int) -> None:
        """Fetch one object after another: a process has one task, so concurrent fetches take several processes."""
        for _ in range(most):
            if not await self.asks[name](limit=1):
                return

    async def replay_dead(self) -> None:
        async for _ in self.replay_many(DeliveryFilter(status=DeliveryStatus.DEAD)):
            pass

    async def _replay(self, number: int) -> None:
        kept = sorted(self.witness.kept.inbox)
        if kept:
            with suppress(PayloadDeleted):
                await self.replay(kept[number % len(kept)])

    async def _refresh(self) -> None:
        """Queue fetches of everything, like a customer who returns."""
        now = self.clock.now()
        async with self.storage.begin() as uow:
            await uow.fetch_queue.add(
                [QueuedFetch(kind=kind, ref=ref, due_at=now) for kind, ref in self.witness.kept.mirror]
            )
            await uow.commit()


async def _at_once(seconds: float) -> None:
    """Return at once."""
