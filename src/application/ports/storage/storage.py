"""Repositories, and the unit of work that writes to them in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from application.ports.operations.health import HealthMetrics, LookbackWindows
from application.ports.operations.metrics import CounterStore
from application.ports.storage.aliases import Aliases
from application.ports.storage.fetch_queue import FetchQueue
from application.ports.storage.inbox import Delivery, DeliveryFilter, DeliveryId, DeliveryPage, Inbox
from application.ports.storage.reconciliation_runs import Reconciliations
from application.ports.storage.sessions import Session, SessionKind, Sessions
from application.ports.storage.tombstones import Tombstones
from application.ports.storage.unlinked import CandidatePage, UnlinkedCursor
from domain.billing.assembly import CustomerRecords
from domain.customer import Customer, CustomerId
from domain.mirror.merge import MirrorRecord
from domain.mirror.snapshot import ObjectKind
from domain.ownership.claim import AccountUnlink, Claim
from domain.ownership.claim_set import ClaimSet
from domain.ownership.resolution import OwnershipResolver
from domain.provider import ProviderName, ProviderRef

ObjectKey = tuple[ObjectKind, ProviderRef]


class AnomalyKind(StrEnum):
    """A kind of anomaly, reported for operators to review."""

    REVIVED = "revived"
    CONTRADICTED = "contradicted"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Anomaly:
    """An irregularity for an operator to look at. Each is reported once."""

    anomaly: AnomalyKind
    kind: ObjectKind
    ref: ProviderRef
    noticed_at: datetime
    detail: str


class Mirror(Protocol):
    """The mirror records of provider objects."""

    async def load(self, keys: Set[ObjectKey]) -> dict[ObjectKey, MirrorRecord[Any]]:
        """Those that are known, locked against other writers until the unit of work ends."""
        ...

    async def save(self, changed: Sequence[MirrorRecord[Any]]) -> None:
        """
        Raises:
            WriteConflict: somebody else was first with one that `load` did not know.
        """
        ...

    async def list_after(
        self, provider: ProviderName, kind: ObjectKind, after: ProviderRef | None, *, limit: int
    ) -> list[MirrorRecord[Any]]:
        """The objects of a kind in the order of their ids, those behind `after`. It locks nothing."""
        ...

    async def ownership_resolver(self, *, accounts: Set[ProviderRef], subjects: Set[ProviderRef]) -> OwnershipResolver:
        """Load what decides who owns these accounts and objects. It locks nothing."""
        ...

    async def connected_with(self, subjects: Set[ProviderRef]) -> tuple[frozenset[ProviderRef], frozenset[ProviderRef]]:
        """Find what these objects are parts of and share keys with, without reading whole accounts.

        Returns the accounts of all of it, and its ids with these. It locks nothing.
        """
        ...

    async def overdue(self, before: datetime, *, limit: int) -> list[ProviderRef]:
        """Running subscriptions whose period ended before that moment and that were not asked about since."""
        ...


class Claims(Protocol):
    """All claims of ownership. Claims are only added, never removed."""

    async def about(self, *, accounts: Set[ProviderRef], subjects: Set[ProviderRef]) -> ClaimSet:
        """All claims on these, and on whatever belongs to these accounts."""
        ...

    async def lock(self, accounts: Set[ProviderRef]) -> None:
        """Lets nobody else link these accounts before the unit of work ends."""
        ...

    async def add(self, claims: Sequence[Claim]) -> None:
        """Add claims. For a claim that exists, keep the earlier of each of its times."""
        ...

    async def unlink(self, unlinking: AccountUnlink, at: datetime) -> None: ...


class Customers(Protocol):
    """The host's users."""

    async def get(self, customer_id: CustomerId) -> Customer | None:
        """Locked against other writers until the unit of work ends."""
        ...

    async def register(self, customers: Sequence[Customer]) -> frozenset[CustomerId]:
        """Adds those that are new, and says which they were."""
        ...

    async def save(self, customer: Customer) -> None: ...

    async def pseudonymize(self, customer_id: CustomerId, anonymous: CustomerId) -> None:
        """Gives all that somebody claims to a new customer of whom nothing else is known, and removes them.

        Whatever let them in ends with it.
        """
        ...


class Anomalies(Protocol):
    """Reported anomalies."""

    async def report(self, anomalies: Sequence[Anomaly]) -> None: ...


class Installation(Protocol):
    """The owner of this database: a mode, and one seller at each provider."""

    async def get_or_set(self, values: Mapping[str, str]) -> dict[str, str]:
        """Keeps each value under a name that has none yet; returns what is kept under those names."""
        ...


class UnitOfWork(Protocol):
    """A transaction: all of its changes are stored, or none."""

    inbox: Inbox
    mirror: Mirror
    claims: Claims
    aliases: Aliases
    customers: Customers
    fetch_queue: FetchQueue
    anomalies: Anomalies
    occurrences: CounterStore
    erasures: Tombstones
    installation: Installation
    sessions: Sessions
    reconciliations: Reconciliations

    async def commit(self) -> None: ...


class Storage(Protocol):
    """The database. Every call raises `StorageUnavailable` when it cannot be reached."""

    def begin(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """A new unit of work. Leaving it without a commit undoes it."""
        ...

    async def customer_records(self, customer_id: CustomerId) -> CustomerRecords | None:
        """All that may concern one customer, as of one moment, None if there is no such customer. It locks nothing."""
        ...

    async def deliveries(self, which: DeliveryFilter, *, limit: int) -> DeliveryPage:
        """The newest of them first, without their payloads. It locks nothing."""
        ...

    async def delivery(self, chosen: DeliveryId) -> DeliveryPage | None:
        """One with its payload, None if there is no such delivery. It locks nothing."""
        ...

    async def payloads(self, which: DeliveryFilter, *, limit: int) -> list[Delivery]:
        """Deliveries with their payloads, the newest first, of those that still have one. It locks nothing."""
        ...

    async def unlinked(self, after: UnlinkedCursor, *, limit: int) -> CandidatePage:
        """The next stretch of the walk through what may be nobody's, with at most so many seen. It locks nothing."""
        ...

    async def anomalies(self, *, before: Anomaly | None, limit: int) -> list[Anomaly]:
        """The newest first, those behind `before`. It locks nothing."""
        ...

    async def health_metrics(self, providers: Set[ProviderName], windows: LookbackWindows) -> HealthMetrics:
        """Return the health metrics of one moment. Locks nothing."""
        ...

    async def session(self, kind: SessionKind, digest: str) -> tuple[Session, Customer] | None:
        """One that was given out and not spent, run out or not, and whom it lets in. It locks nothing."""
        ...

    async def check(self) -> None:
        """
        Raises:
            StorageUnavailable: it cannot be reached, or its schema is not the one this code works with.
        """
        ...
