"""The storage's tables as dictionaries of immutable values."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from application.ports.operations.metrics import CounterName
from application.ports.storage.inbox import Delivery
from application.ports.storage.reconciliation_runs import ReconciliationRun
from application.ports.storage.sessions import Session, SessionKind
from application.ports.storage.storage import Anomaly, AnomalyKind, ObjectKey
from domain.customer import Customer, CustomerId
from domain.mirror.merge import MirrorRecord
from domain.mirror.snapshot import ObjectKind, Snapshot
from domain.ownership.claim import AccountUnlink, Claim
from domain.provider import ProviderName, ProviderRef

ClaimIdentity = tuple[CustomerId, int, ObjectKind, ProviderRef, ProviderRef | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry of the fetch queue; `leased_until` is set while it is leased."""

    due_at: datetime
    generation: int
    attempts: int = 0
    leased_until: datetime | None = None
    error: str | None = None


@dataclass(slots=True)
class Tables:
    """All tables."""

    inbox: dict[tuple[ProviderName, str], Delivery] = field(default_factory=dict)
    mirror: dict[ObjectKey, MirrorRecord[Any]] = field(default_factory=dict)
    claims: dict[ClaimIdentity, Claim] = field(default_factory=dict)
    aliases: dict[ProviderRef, ProviderRef] = field(default_factory=dict)
    unlinkings: dict[AccountUnlink, datetime] = field(default_factory=dict)
    customers: dict[CustomerId, Customer] = field(default_factory=dict)
    agenda: dict[ObjectKey, Entry] = field(default_factory=dict)
    anomalies: dict[tuple[AnomalyKind, ObjectKind, ProviderRef], Anomaly] = field(default_factory=dict)
    occurrences: dict[tuple[datetime, CounterName, ProviderName], int] = field(default_factory=dict)
    erasures: dict[str, CustomerId] = field(default_factory=dict)
    installation: dict[str, str] = field(default_factory=dict)
    reconciliations: dict[ProviderName, ReconciliationRun] = field(default_factory=dict)
    sessions: dict[tuple[SessionKind, str], Session] = field(default_factory=dict)

    def copy(self) -> "Tables":
        return Tables(*(dict(getattr(self, f.name)) for f in fields(self)))

    def mirrored(self, *kinds: type[Snapshot]) -> Iterable[MirrorRecord[Any]]:
        """Return the mirrored snapshots of these types."""
        return (m for m in self.mirror.values() if isinstance(m.snapshot, kinds))
