"""The progress of reconciliation with each provider, in the database."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.persistence import tables
from adapters.persistence.sql import insert_into
from application.ports.errors import WriteConflict
from application.ports.storage.reconciliation_runs import ReconciliationRun
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderName

_table = tables.reconciliations


@dataclass(frozen=True, slots=True)
class SqlReconciliations:
    connection: AsyncConnection

    async def get(self, provider: ProviderName) -> ReconciliationRun | None:
        found = await self.connection.execute(select(_table).where(_table.c.provider == provider).with_for_update())
        row = found.mappings().one_or_none()
        if row is None:
            return None
        kind = ObjectKind(row["kind"]) if row["kind"] is not None else None
        return ReconciliationRun(**{**row, "provider": ProviderName(row["provider"]), "kind": kind})

    async def save(self, reconciliation: ReconciliationRun) -> None:
        row = asdict(reconciliation)
        row["version"] += 1
        row["kind"] = reconciliation.kind.value if reconciliation.kind is not None else None
        insert = insert_into(_table, self.connection.dialect.name).values(row)
        fresh = {name: column for name, column in insert.excluded.items() if name != "provider"}
        written = insert.on_conflict_do_update(
            index_elements=["provider"], set_=fresh, where=_table.c.version == reconciliation.version
        )
        if (await self.connection.execute(written.returning(_table.c.provider))).first() is None:
            raise WriteConflict(_table.name)
