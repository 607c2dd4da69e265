"""The mirror in memory."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from application.ports.errors import WriteConflict
from application.ports.storage.storage import ObjectKey
from domain.mirror.merge import MirrorRecord
from domain.mirror.snapshot import ObjectKind
from domain.ownership.resolution import OwnershipResolver
from domain.provider import ProviderName, ProviderRef
from domain.subscription import SubscriptionSnapshot, SubscriptionStatus
from fakes.in_memory.facts import belongings_about, connected_with
from fakes.in_memory.tables import Tables

_RUNNING = frozenset({SubscriptionStatus.TRIALING, SubscriptionStatus.ACTIVE})


@dataclass(frozen=True, slots=True)
class InMemoryMirror:
    tables: Tables

    async def load(self, keys: Set[ObjectKey]) -> dict[ObjectKey, MirrorRecord[Any]]:
        return {key: self.tables.mirror[key] for key in keys if key in self.tables.mirror}

    async def ownership_resolver(self, *, accounts: Set[ProviderRef], subjects: Set[ProviderRef]) -> OwnershipResolver:
        return belongings_about(self.tables, accounts=accounts, subjects=subjects)

    async def connected_with(self, subjects: Set[ProviderRef]) -> tuple[frozenset[ProviderRef], frozenset[ProviderRef]]:
        return connected_with(self.tables, subjects)

    async def save(self, changed: Sequence[MirrorRecord[Any]]) -> None:
        for mirrored in changed:
            known = self.tables.mirror.get(mirrored.snapshot.key)
            if (known.version if known else 0) != mirrored.version:
                raise WriteConflict(str(mirrored.snapshot.ref))
            self.tables.mirror[mirrored.snapshot.key] = replace(mirrored, version=mirrored.version + 1)

    async def list_after(
        self, provider: ProviderName, kind: ObjectKind, after: ProviderRef | None, *, limit: int
    ) -> list[MirrorRecord[Any]]:
        of_kind = {ref: m for (each, ref), m in self.tables.mirror.items() if each is kind and ref.provider == provider}
        return [of_kind[ref] for ref in sorted(of_kind) if after is None or ref > after][:limit]

    async def overdue(self, before: datetime, *, limit: int) -> list[ProviderRef]:
        found = []
        for mirrored in self.tables.mirrored(SubscriptionSnapshot):
            snapshot: SubscriptionSnapshot = mirrored.snapshot
            ends, fetched_at = snapshot.current_period_end, snapshot.timestamp.fetched_at
            if snapshot.status not in _RUNNING or ends is None or ends >= before:
                continue
            if (fetched_at is None or fetched_at < before) and (
                ObjectKind.SUBSCRIPTION,
                snapshot.ref,
            ) not in self.tables.agenda:
                found.append((ends, snapshot.ref))
        return [ref for _, ref in sorted(found)[:limit]]
