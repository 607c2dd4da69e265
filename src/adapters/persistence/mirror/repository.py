"""The mirror on a database."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import or_, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.persistence import tables
from adapters.persistence.mirror.mapping import facet as facet_mapping
from adapters.persistence.mirror.mapping.row import ref_of
from adapters.persistence.mirror.mirror_tables import FACETS, LOCK_ORDER, MirrorTable
from adapters.persistence.mirror.tables import RUNNING
from adapters.persistence.ownership.resolution_query import connected_with, load_resolver
from adapters.persistence.sql import in_tuples, insert_if_absent, insert_into
from application.ports.errors import WriteConflict
from application.ports.storage.storage import ObjectKey
from domain.mirror.merge import MirrorRecord
from domain.mirror.snapshot import ObjectKind
from domain.ownership.resolution import OwnershipResolver
from domain.provider import ProviderName, ProviderRef


@dataclass(frozen=True, slots=True)
class SqlMirror:
    """One statement for each table that is concerned, however many objects there are in it."""

    connection: AsyncConnection

    async def load(self, keys: Set[ObjectKey]) -> dict[ObjectKey, MirrorRecord[Any]]:
        known: dict[ObjectKey, MirrorRecord[Any]] = {}
        for kept in LOCK_ORDER:
            wanted = kept.identities(key for key in keys if key[0] in kept.kinds)
            if wanted:
                rows = await self.connection.execute(_select_locked(kept), {"identities": wanted})
                found = (kept.from_row(row) for row in rows.mappings())
                known.update({mirrored.snapshot.key: mirrored for mirrored in found})
        return known

    async def ownership_resolver(self, *, accounts: Set[ProviderRef], subjects: Set[ProviderRef]) -> OwnershipResolver:
        return await load_resolver(self.connection, accounts=accounts, subjects=subjects)

    async def connected_with(self, subjects: Set[ProviderRef]) -> tuple[frozenset[ProviderRef], frozenset[ProviderRef]]:
        return await connected_with(self.connection, subjects)

    async def save(self, changed: Sequence[MirrorRecord[Any]]) -> None:
        for kept in LOCK_ORDER:
            written = sorted((m for m in changed if m.snapshot.kind in kept.kinds), key=lambda m: m.snapshot.key)
            if written:
                await self._write(kept, written)
            if written and kept is FACETS:
                await self._write_keys(written)

    async def _write(self, kept: MirrorTable, written: Sequence[MirrorRecord[Any]]) -> None:
        rows = [kept.to_row(replace(mirrored, version=mirrored.version + 1)) for mirrored in written]
        result = await self.connection.execute(_upsert(kept, self.connection.dialect.name), rows)
        if len(result.all()) < len(rows):
            raise WriteConflict(kept.table.name)

    async def _write_keys(self, written: Sequence[MirrorRecord[Any]]) -> None:
        """Only ever added to: a key that a later snapshot leaves out still leads to the facet, which knows best."""
        rows = sorted(
            (row for mirrored in written for row in facet_mapping.key_rows(mirrored.snapshot)),
            key=lambda row: (row["provider"], row["key"], row["kind"], row["id"]),
        )
        if rows:
            (await self.connection.execute(_insert_keys(self.connection.dialect.name), rows)).close()

    async def list_after(
        self, provider: ProviderName, kind: ObjectKind, after: ProviderRef | None, *, limit: int
    ) -> list[MirrorRecord[Any]]:
        kept = next(each for each in LOCK_ORDER if kind in each.kinds)
        known = kept.table.c
        found = select(kept.table).where(known.provider == provider).order_by(known.id).limit(limit)
        if "kind" in known:
            found = found.where(known.kind == kind.value)
        if after is not None:
            found = found.where(known.id > after.id)
        return [kept.from_row(row) for row in (await self.connection.execute(found)).mappings()]

    async def overdue(self, before: datetime, *, limit: int) -> list[ProviderRef]:
        known, agenda = tables.subscriptions.c, tables.agenda.c
        waiting = select(agenda.id).where(
            agenda.provider == known.provider, agenda.kind == ObjectKind.SUBSCRIPTION.value, agenda.id == known.id
        )
        rows = await self.connection.execute(
            select(known.provider, known.id)
            .where(text(RUNNING), known.current_period_end < before)
            .where(or_(known.fetched_at.is_(None), known.fetched_at < before), waiting.scalar_subquery().is_(None))
            .order_by(known.current_period_end)
            .limit(limit)
        )
        return [ref_of(row) for row in rows.mappings()]


@cache
def _select_locked(kept: MirrorTable) -> Any:
    identity = kept.table.primary_key.columns
    return select(kept.table).where(in_tuples("identities", *identity)).order_by(*identity).with_for_update()


@cache
def _upsert(kept: MirrorTable, dialect: str) -> Any:
    """Overwrites only the version that was loaded, and creates only where nothing was."""
    insert = insert_into(kept.table, dialect)
    identity = list(kept.table.primary_key.columns)
    news = {name: column for name, column in insert.excluded.items() if not kept.table.c[name].primary_key}
    untouched = kept.table.c.version == insert.excluded.version - 1
    return insert.on_conflict_do_update(index_elements=identity, set_=news, where=untouched).returning(*identity)


@cache
def _insert_keys(dialect: str) -> Any:
    return insert_if_absent(tables.facet_keys, dialect)
