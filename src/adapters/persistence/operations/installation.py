"""The owner of a database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.persistence import tables
from adapters.persistence.sql import insert_if_absent


@dataclass(frozen=True, slots=True)
class SqlInstallation:
    connection: AsyncConnection

    async def get_or_set(self, values: Mapping[str, str]) -> dict[str, str]:
        if not values:
            return {}
        table = tables.installation
        insert = insert_if_absent(table, self.connection.dialect.name)
        rows = [{"name": name, "value": values[name]} for name in sorted(values)]
        (await self.connection.execute(insert, rows)).close()
        kept = await self.connection.execute(
            select(table.c.name, table.c.value).where(table.c.name.in_(sorted(values)))
        )
        return {row.name: row.value for row in kept}
