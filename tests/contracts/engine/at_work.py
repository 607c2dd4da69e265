"""Job runners on one real database, with two fake providers and a clock at noon."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import text

from adapters.jobs.assembly import defer_for, engine_for
from adapters.persistence.database import Database, make_engines
from adapters.persistence.storage import SqlStorage
from application.background_work import background_jobs
from application.fetching.fetch_due_objects import FetchDueObjects
from application.ingestion.apply_provider_event import ApplyProviderEvent
from application.ingestion.purge_payloads import PurgePayloads
from application.ingestion.retry_deliveries import RetryDeliveries
from application.ports.job_runner import JobRunner
from application.ports.provider.event import ProviderEvent, Undecodable
from application.ports.provider.updates import ProviderUpdate
from application.ports.storage.fetch_queue import QueuedFetch
from application.ports.storage.inbox import Delivery
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderRef
from examples import ALPHA, BETA, NOON, after, told_subscription
from fakes.clock import FakeClock
from fakes.failing import FailingProvider
from fakes.storage import InMemoryStorage
from timeouts import TIMEOUT

OFTEN, NEVER = 0.02, 3600.0
"""Seconds between two looks for what is overdue."""


@dataclass(slots=True, kw_only=True)
class AtWork:
    """`looks_every` is the number of seconds between two sweeps for overdue work. `told` is whether runners are
    notified of due work.
    """

    url: str
    looks_every: float = OFTEN
    told: bool = True
    payloads_kept: timedelta = timedelta(days=90)
    clock: FakeClock = field(default_factory=lambda: FakeClock(NOON))
    alpha: FailingProvider = field(default_factory=lambda: FailingProvider(name=ALPHA, storage=InMemoryStorage()))
    beta: FailingProvider = field(default_factory=lambda: FailingProvider(name=BETA, storage=InMemoryStorage()))
    engines: Database = field(init=False)
    storage: SqlStorage = field(init=False)

    def __post_init__(self) -> None:
        self.engines = make_engines(self.url)
        self.storage = SqlStorage(self.engines, defer_for(self.url, self.clock) if self.told else None)

    def engine(self) -> JobRunner:
        """Return a new job runner each time, as if in another process."""
        providers = {each.name: each.provider() for each in (self.alpha, self.beta)}
        work = background_jobs(
            retry_deliveries=RetryDeliveries(storage=self.storage, providers=providers, clock=self.clock),
            ask_provider=FetchDueObjects(storage=self.storage, providers=providers, clock=self.clock),
            forget_payloads=PurgePayloads(storage=self.storage, clock=self.clock, after=self.payloads_kept),
        )
        return engine_for(self.engines, work, looks_every=self.looks_every)

    async def asks(self, *refs: ProviderRef, due: float = 0) -> None:
        """Queue fetches of these objects, due that many seconds after noon."""
        async with self.storage.begin() as uow:
            await uow.fetch_queue.add(
                [QueuedFetch(kind=ObjectKind.SUBSCRIPTION, ref=ref, due_at=after(due)) for ref in refs]
            )
            await uow.commit()

    async def arrives(self, key: str, *, says: ProviderUpdate | None = None) -> None:
        """Store a delivery that cannot be decoded on arrival; `says` is its content when it is retried."""
        if says is not None:
            self.alpha.deliveries[key.encode()] = says
        unread = ProviderEvent(
            provider=ALPHA, key=key, type="made.up", decoded=Undecodable(error="unknown"), payload=key
        )
        await ApplyProviderEvent(storage=self.storage, clock=self.clock)([unread])

    def knows(self, *refs: ProviderRef) -> None:
        """Let the providers answer fetches of these objects."""
        for ref in refs:
            told = told_subscription(ref.id, provider=ref.provider)
            for each in (self.alpha, self.beta):
                each.answers[told.key] = ProviderUpdate(snapshots=(told,))

    async def delivery(self, key: str) -> Delivery:
        found = await self.storage.delivery((ALPHA, key))
        assert found is not None
        return found.deliveries[0]

    async def mirrored(self, ref: ProviderRef) -> bool:
        async with self.storage.begin() as uow:
            return bool(await uow.mirror.load({(ObjectKind.SUBSCRIPTION, ref)}))

    async def waiting(self) -> set[str]:
        """Return the ids in the fetch queue."""
        async with self.engines.reading.connect() as connection:
            return set((await connection.execute(text("SELECT id FROM agenda"))).scalars())

    def times_asked(self) -> Counter[str]:
        return Counter(ref.id for _, ref in [*self.alpha.asked, *self.beta.asked])

    def passes(self, **time: float) -> None:
        self.clock.advance(timedelta(**time))


@asynccontextmanager
async def working(*engines: JobRunner) -> AsyncIterator[None]:
    """Run these job runners concurrently for the duration of the block."""
    running = [asyncio.create_task(engine.run()) for engine in engines]
    try:
        yield
        assert [task for task in running if task.done()] == [], "an engine ended by itself"
    finally:
        for each in running:
            each.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def until(true: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(TIMEOUT):
        while True:
            if await true():
                return
            await asyncio.sleep(0.01)
