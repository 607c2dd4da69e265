"""Wrappers that fail on request, and otherwise pass every call on."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence, Set
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from application.ports.errors import StorageUnavailable, WriteConflict
from application.ports.operations.health import HealthMetrics, LookbackWindows
from application.ports.provider.fetching import NotFound
from application.ports.provider.portal import PortalLink
from application.ports.provider.updates import ProviderUpdate
from application.ports.storage.inbox import Delivery, DeliveryFilter, DeliveryId, DeliveryPage, DeliverySubjects, Inbox
from application.ports.storage.sessions import Session, SessionKind
from application.ports.storage.storage import Anomaly, Mirror, ObjectKey, UnitOfWork
from application.ports.storage.unlinked import CandidatePage, UnlinkedCursor
from domain.billing.assembly import CustomerRecords
from domain.customer import Customer, CustomerId
from domain.mirror.merge import MirrorRecord
from domain.mirror.snapshot import ObjectKind
from domain.one_off_purchase import OneOffPurchase
from domain.ownership.resolution import OwnershipResolver
from domain.provider import ProviderName, ProviderRef
from fakes.provider import FakeProvider
from fakes.storage import InMemoryStorage

Rival = Callable[[], Awaitable[None]]


async def nobody() -> None:
    """Act as a rival whose write does not matter."""


@dataclass(slots=True, kw_only=True)
class FailingStorage:
    """`down` makes the database unavailable. `poisonous` lists objects that cannot be loaded, and keys of deliveries
    that cannot be stored.

    Each of the `rivals` runs before one commit, which then conflicts. `begun` and `committed` count the units of
    work.
    """

    inner: InMemoryStorage
    down: bool = False
    poisonous: set[ProviderRef | str] = field(default_factory=set)
    rivals: deque[Rival] = field(default_factory=deque)
    begun: int = 0
    committed: int = 0

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[UnitOfWork]:
        await self.check()
        self.begun += 1
        rival: Rival | None = None
        try:
            async with self.inner.begin() as uow:
                uow.mirror = FailingMirror(uow.mirror, self.poisonous)
                uow.inbox = FailingInbox(uow.inbox, self.poisonous)
                rival = self.rivals.popleft() if self.rivals else None
                before = self.inner.tables
                yield uow if rival is None else Overtaken(uow)
                self.committed += self.inner.tables is not before
        finally:
            if rival is not None:
                await rival()

    async def customer_records(self, customer_id: CustomerId) -> CustomerRecords | None:
        await self.check()
        return await self.inner.customer_records(customer_id)

    async def deliveries(self, which: DeliveryFilter, *, limit: int) -> DeliveryPage:
        await self.check()
        return await self.inner.deliveries(which, limit=limit)

    async def delivery(self, chosen: DeliveryId) -> DeliveryPage | None:
        await self.check()
        return await self.inner.delivery(chosen)

    async def payloads(self, which: DeliveryFilter, *, limit: int) -> list[Delivery]:
        await self.check()
        return await self.inner.payloads(which, limit=limit)

    async def unlinked(self, after: UnlinkedCursor, *, limit: int) -> CandidatePage:
        await self.check()
        return await self.inner.unlinked(after, limit=limit)

    async def anomalies(self, *, before: Anomaly | None, limit: int) -> list[Anomaly]:
        await self.check()
        return await self.inner.anomalies(before=before, limit=limit)

    async def health_metrics(self, providers: Set[ProviderName], windows: LookbackWindows) -> HealthMetrics:
        await self.check()
        return await self.inner.health_metrics(providers, windows)

    async def session(self, kind: SessionKind, digest: str) -> tuple[Session, Customer] | None:
        await self.check()
        return await self.inner.session(kind, digest)

    async def check(self) -> None:
        if self.down:
            raise StorageUnavailable


class Overtaken:
    """A unit of work whose commit another one precedes."""

    def __init__(self, inner: UnitOfWork) -> None:
        self.inbox, self.mirror, self.claims, self.customers = inner.inbox, inner.mirror, inner.claims, inner.customers
        self.fetch_queue, self.anomalies, self.installation = inner.fetch_queue, inner.anomalies, inner.installation
        self.occurrences, self.erasures, self.aliases = inner.occurrences, inner.erasures, inner.aliases
        self.sessions, self.reconciliations = inner.sessions, inner.reconciliations

    async def commit(self) -> None:
        raise WriteConflict


@dataclass(frozen=True, slots=True)
class FailingMirror:
    inner: Mirror
    poisonous: set[ProviderRef | str]

    async def load(self, keys: Set[ObjectKey]) -> dict[ObjectKey, MirrorRecord[Any]]:
        if any(ref in self.poisonous for _, ref in keys):
            raise LookupError("a secret of the database's")
        return await self.inner.load(keys)

    async def ownership_resolver(self, *, accounts: Set[ProviderRef], subjects: Set[ProviderRef]) -> OwnershipResolver:
        return await self.inner.ownership_resolver(accounts=accounts, subjects=subjects)

    async def connected_with(self, subjects: Set[ProviderRef]) -> tuple[frozenset[ProviderRef], frozenset[ProviderRef]]:
        return await self.inner.connected_with(subjects)

    async def save(self, changed: Sequence[MirrorRecord[Any]]) -> None:
        await self.inner.save(changed)

    async def list_after(
        self, provider: ProviderName, kind: ObjectKind, after: ProviderRef | None, *, limit: int
    ) -> list[MirrorRecord[Any]]:
        return await self.inner.list_after(provider, kind, after, limit=limit)

    async def overdue(self, before: datetime, *, limit: int) -> list[ProviderRef]:
        return await self.inner.overdue(before, limit=limit)


@dataclass(frozen=True, slots=True)
class FailingInbox:
    inner: Inbox
    poisonous: set[ProviderRef | str]

    async def receive(self, deliveries: Sequence[Delivery]) -> frozenset[tuple[ProviderName, str]]:
        if any(delivery.key in self.poisonous for delivery in deliveries):
            raise ValueError("a value that cannot be stored")
        return await self.inner.receive(deliveries)

    async def lease(
        self,
        providers: Set[ProviderName],
        now: datetime,
        *,
        limit: int,
        lease: timedelta,
        only: DeliveryId | None = None,
    ) -> list[Delivery]:
        return await self.inner.lease(providers, now, limit=limit, lease=lease, only=only)

    async def complete(self, taken: Delivery, outcome: Delivery) -> bool:
        return await self.inner.complete(taken, outcome)

    async def applied(self, chosen: Set[DeliveryId]) -> frozenset[DeliveryId]:
        return await self.inner.applied(chosen)

    async def about(self, about: DeliverySubjects) -> frozenset[DeliveryId]:
        return await self.inner.about(about)

    async def drop_payloads(self, chosen: Set[DeliveryId]) -> None:
        await self.inner.drop_payloads(chosen)

    async def drop_old_payloads(self, before: datetime, *, limit: int) -> int:
        return await self.inner.drop_old_payloads(before, limit=limit)

    async def reopen(self, chosen: DeliveryId, now: datetime) -> None:
        await self.inner.reopen(chosen, now)


@dataclass(slots=True, kw_only=True)
class FailingProvider(FakeProvider):
    """`failures` are raised instead of fetching these objects. `meanwhile` runs before a response arrives."""

    failures: dict[ObjectKey, Exception] = field(default_factory=dict)
    meanwhile: dict[ObjectKey, Rival] = field(default_factory=dict)
    no_receipt_because: Exception | None = None
    asked: list[ObjectKey] = field(default_factory=list)

    async def fetch(self, kind: ObjectKind, ref: ProviderRef) -> ProviderUpdate | NotFound:
        self.asked.append((kind, ref))
        answer = await FakeProvider.fetch(self, kind, ref)
        await self.meanwhile.get((kind, ref), nobody)()
        if (kind, ref) in self.failures:
            raise self.failures[kind, ref]
        return answer

    async def receipt(self, purchase: OneOffPurchase) -> PortalLink | None:
        if self.no_receipt_because is not None:
            raise self.no_receipt_because
        return await FakeProvider.receipt(self, purchase)
