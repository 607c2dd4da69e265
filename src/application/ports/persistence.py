"""What is kept, and how it is kept together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from application.ports.agenda import Agenda
from application.ports.sessions import Session, SessionKind, Sessions
from domain.claim import Claim, CustomerId, Unlinking
from domain.customer import Customer
from domain.facts import CustomerFacts
from domain.mirrored import Mirrored
from domain.ownership import Ownership
from domain.provider import ProviderName, Ref
from domain.snapshot import ObjectKind

Key = tuple[ObjectKind, Ref]


class DeliveryStatus(StrEnum):
    """What became of a delivery."""

    APPLIED = "applied"
    IGNORED = "ignored"
    FAILED = "failed"
    DEAD = "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One genuine delivery as it is kept. `subject` and `account`: what and whose it was about, where that is known."""

    provider: ProviderName
    key: str
    type: str
    status: DeliveryStatus
    received_at: datetime
    payload: str = field(repr=False)
    error: str | None = None
    subject: Ref | None = None
    account: Ref | None = None


class AnomalyKind(StrEnum):
    """What the rules report and do not act upon."""

    REVIVED = "revived"
    CONTRADICTED = "contradicted"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Anomaly:
    """Something for an operator to look at. The same one is reported once."""

    anomaly: AnomalyKind
    kind: ObjectKind
    ref: Ref
    noticed_at: datetime
    detail: str


class Inbox(Protocol):
    """Every genuine delivery, once."""

    async def receive(self, deliveries: Sequence[Delivery]) -> frozenset[tuple[ProviderName, str]]:
        """Keeps those whose key is new, and says which (provider, key) they were."""
        ...


class Mirror(Protocol):
    """What the providers said of their objects."""

    async def load(self, keys: Set[Key]) -> dict[Key, Mirrored[Any]]:
        """Those that are known, locked against other writers until the unit of work ends."""
        ...

    async def save(self, changed: Sequence[Mirrored[Any]]) -> None:
        """
        Raises:
            WriteConflict: somebody else was first with one that `load` did not know.
        """
        ...

    async def overdue(self, before: datetime, *, limit: int) -> list[Ref]:
        """Running subscriptions whose period ended before that moment and that were not asked about since."""
        ...


class Claims(Protocol):
    """Who said what belongs to whom. Only ever added to."""

    async def about(self, *, accounts: Set[Ref], subjects: Set[Ref]) -> Ownership:
        """All claims on these, and on whatever belongs to these accounts."""
        ...

    async def hold(self, accounts: Set[Ref]) -> None:
        """Lets nobody else link these accounts before the unit of work ends."""
        ...

    async def add(self, claims: Sequence[Claim]) -> None:
        """Of the same claim, the earliest of each of its moments is kept."""
        ...

    async def unlink(self, unlinking: Unlinking, at: datetime) -> None: ...


class Customers(Protocol):
    """The host's users."""

    async def get(self, customer_id: CustomerId) -> Customer | None:
        """Locked against other writers until the unit of work ends."""
        ...

    async def register(self, customers: Sequence[Customer]) -> frozenset[CustomerId]:
        """Adds those that are new, and says which they were."""
        ...

    async def save(self, customer: Customer) -> None: ...


class Anomalies(Protocol):
    """What was noticed and left alone."""

    async def report(self, anomalies: Sequence[Anomaly]) -> None: ...


class Installation(Protocol):
    """What this database belongs to: a mode, and one seller at each provider."""

    async def remember(self, values: Mapping[str, str]) -> dict[str, str]:
        """Keeps each value under a name that has none yet; returns what is kept under those names."""
        ...


class UnitOfWork(Protocol):
    """Everything in it happens together, or not at all."""

    inbox: Inbox
    mirror: Mirror
    claims: Claims
    customers: Customers
    agenda: Agenda
    anomalies: Anomalies
    installation: Installation
    sessions: Sessions

    async def commit(self) -> None: ...


class Storage(Protocol):
    """The database. Every call raises `StorageUnavailable` when it cannot be reached."""

    def begin(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """A new unit of work. Leaving it without a commit undoes it."""
        ...

    async def facts(self, customer_id: CustomerId) -> CustomerFacts | None:
        """All that may concern one customer, as of one moment, None if there is no such customer. It locks nothing."""
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
