"""The complete stored state at one moment, the same for every kind of storage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from adapters.persistence import tables
from adapters.persistence.inbox import mapping as deliveries
from adapters.persistence.mirror.mapping.row import ref_of
from adapters.persistence.mirror.mirror_tables import LOCK_ORDER
from adapters.persistence.operations.reconciliation_runs import SqlReconciliations
from adapters.persistence.ownership import mapping as claims
from adapters.persistence.storage import SqlStorage
from application.ports.storage.inbox import Delivery, DeliveryId
from application.ports.storage.reconciliation_runs import ReconciliationRun
from application.ports.storage.storage import ObjectKey
from domain.mirror.merge import MirrorRecord
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderName
from examples import ALPHA, BETA
from fakes.in_memory.tables import ClaimIdentity, Entry
from fakes.storage import InMemoryStorage


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The state that the merge rules govern. `claims` holds every claim ever made."""

    inbox: dict[DeliveryId, Delivery]
    mirror: dict[ObjectKey, MirrorRecord[Any]]
    agenda: dict[ObjectKey, Entry]
    claims: frozenset[ClaimIdentity]
    reconciliations: dict[ProviderName, ReconciliationRun]


NOTHING = Picture(inbox={}, mirror={}, agenda={}, claims=frozenset(), reconciliations={})


async def picture_of(storage: InMemoryStorage | SqlStorage) -> Picture:
    return of_memory(storage) if isinstance(storage, InMemoryStorage) else await _of_database(storage)


def of_memory(storage: InMemoryStorage) -> Picture:
    kept = storage.tables.copy()
    return Picture(
        inbox=kept.inbox,
        mirror=kept.mirror,
        agenda=kept.agenda,
        claims=frozenset(kept.claims),
        reconciliations=kept.reconciliations,
    )


async def _of_database(storage: SqlStorage) -> Picture:
    async with storage.engines.reading.connect() as connection:
        received = [deliveries.from_row(r) for r in (await connection.execute(select(tables.inbox))).mappings()]
        asked = (await connection.execute(select(tables.agenda))).mappings().all()
        said = [claims.from_row(r) for r in (await connection.execute(select(tables.claims))).mappings()]
        mirrored = [
            kept.from_row(row)
            for kept in LOCK_ORDER
            for row in (await connection.execute(select(kept.table))).mappings()
        ]
        compared = [await SqlReconciliations(connection).get(provider) for provider in (ALPHA, BETA)]
    return Picture(
        inbox={delivery.id: delivery for delivery in received},
        mirror={each.snapshot.key: each for each in mirrored},
        agenda={(ObjectKind(row["kind"]), ref_of(row)): _entry(row) for row in asked},
        claims=frozenset(claim.identity for claim in said),
        reconciliations={each.provider: each for each in compared if each is not None},
    )


def _entry(row: Any) -> Entry:
    return Entry(**{name: row[name] for name in ("due_at", "generation", "attempts", "leased_until", "error")})
