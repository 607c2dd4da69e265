"""Aliases of accounts on a database."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.persistence import tables
from adapters.persistence.claims import SqlClaims
from adapters.persistence.mapping import claim as claims
from adapters.persistence.statements import among, insert_if_absent, insert_into, pairs
from application.aliases import renamed_claim
from domain.provider import ProviderName, Ref

_aliases = tables.account_aliases.c
_OF_AN_ACCOUNT: tuple[Table, ...] = (tables.subscriptions, tables.facets, tables.inbox)


@dataclass(frozen=True, slots=True)
class SqlAliases:
    connection: AsyncConnection

    async def accounts(self, aliases: Set[Ref]) -> Mapping[Ref, Ref]:
        chosen = select(tables.account_aliases).where(among("aliases", _aliases.provider, _aliases.alias_id))
        found = (await self.connection.execute(chosen, {"aliases": pairs(aliases)})).mappings()
        return {_ref(row, "alias_id"): _ref(row, "account_id") for row in found}

    async def add(self, aliases: Mapping[Ref, Ref]) -> None:
        rows = [{"provider": a.provider, "alias_id": a.id, "account_id": aliases[a].id} for a in sorted(aliases)]
        insert = insert_if_absent(tables.account_aliases, self.connection.dialect.name)
        (await self.connection.execute(insert, rows)).close()
        for alias in sorted(aliases):
            await self._move(alias, aliases[alias])

    async def _move(self, alias: Ref, account: Ref) -> None:
        for table in _OF_AN_ACCOUNT:
            of_alias = (table.c.provider == alias.provider) & (table.c.account_id == alias.id)
            (await self.connection.execute(update(table).where(of_alias).values(account_id=account.id))).close()
        await self._move_claims(alias, account)
        await self._move_unlinkings(alias, account)

    async def _move_claims(self, alias: Ref, account: Ref) -> None:
        of_alias = (tables.claims.c.provider == alias.provider) & (tables.claims.c.account_id == alias.id)
        found = (await self.connection.execute(select(tables.claims).where(of_alias))).mappings()
        moved = [renamed_claim(claims.from_row(row), {alias: account}) for row in found]
        (await self.connection.execute(delete(tables.claims).where(of_alias))).close()
        await SqlClaims(self.connection).add(moved)

    async def _move_unlinkings(self, alias: Ref, account: Ref) -> None:
        kept = tables.unlinkings
        of_alias = (kept.c.provider == alias.provider) & (kept.c.account_id == alias.id)
        found = (await self.connection.execute(select(kept).where(of_alias))).mappings()
        moved = [{**row, "account_id": account.id} for row in found]
        if moved:
            (await self.connection.execute(delete(kept).where(of_alias))).close()
            insert = insert_into(kept, self.connection.dialect.name).on_conflict_do_nothing()
            (await self.connection.execute(insert, moved)).close()


def _ref(row: Any, column: str) -> Ref:
    return Ref(provider=ProviderName(row["provider"]), id=row[column])
