"""Aliases of accounts on a database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Table, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.persistence import tables
from adapters.persistence.ownership import mapping as claims
from adapters.persistence.ownership.repository import SqlClaims
from adapters.persistence.sql import in_tuples, insert_if_absent, insert_into, ref_tuples
from application.ingestion.aliases import renamed_claim
from domain.provider import ProviderName, ProviderRef

_aliases = tables.account_aliases.c
_OF_AN_ACCOUNT: tuple[Table, ...] = (tables.subscriptions, tables.facets, tables.inbox)


@dataclass(frozen=True, slots=True)
class SqlAliases:
    connection: AsyncConnection

    async def accounts(self, aliases: Set[ProviderRef]) -> Mapping[ProviderRef, ProviderRef]:
        chosen = select(tables.account_aliases).where(in_tuples("aliases", _aliases.provider, _aliases.alias_id))
        found = (await self.connection.execute(chosen, {"aliases": ref_tuples(aliases)})).mappings()
        return {_ref(row, "alias_id"): _ref(row, "account_id") for row in found}

    async def add(self, aliases: Mapping[ProviderRef, ProviderRef]) -> None:
        """Run the same number of statements for many accounts as for one."""
        rows = [{"provider": a.provider, "alias_id": a.id, "account_id": aliases[a].id} for a in sorted(aliases)]
        insert = insert_if_absent(tables.account_aliases, self.connection.dialect.name)
        (await self.connection.execute(insert, rows)).close()
        moved = await self.accounts(aliases.keys())
        for table in _OF_AN_ACCOUNT:
            (await self.connection.execute(_move(table), {"aliases": ref_tuples(moved)})).close()
        await self._move_claims(moved)
        await self._move_unlinkings(moved)

    async def _move_claims(self, accounts: Mapping[ProviderRef, ProviderRef]) -> None:
        found = await self._taken_from(tables.claims, accounts)
        await SqlClaims(self.connection).add([renamed_claim(claims.from_row(row), accounts) for row in found])

    async def _move_unlinkings(self, accounts: Mapping[ProviderRef, ProviderRef]) -> None:
        found = await self._taken_from(tables.unlinkings, accounts)
        if found:
            moved = [{**row, "account_id": accounts[_ref(row, "account_id")].id} for row in found]
            insert = insert_into(tables.unlinkings, self.connection.dialect.name).on_conflict_do_nothing()
            (await self.connection.execute(insert, moved)).close()

    async def _taken_from(self, table: Table, aliases: Mapping[ProviderRef, ProviderRef]) -> Sequence[Any]:
        """The rows under these aliases, which are not in the table any more."""
        of_aliases, given = in_tuples("aliases", table.c.provider, table.c.account_id), {"aliases": ref_tuples(aliases)}
        found = (await self.connection.execute(select(table).where(of_aliases), given)).mappings().all()
        if found:
            (await self.connection.execute(delete(table).where(of_aliases), given)).close()
        return found


@cache
def _move(table: Table) -> Any:
    same = (_aliases.provider == table.c.provider) & (_aliases.alias_id == table.c.account_id)
    account = select(_aliases.account_id).where(same).scalar_subquery()
    return update(table).where(in_tuples("aliases", table.c.provider, table.c.account_id)).values(account_id=account)


def _ref(row: Any, column: str) -> ProviderRef:
    return ProviderRef(provider=ProviderName(row["provider"]), id=row[column])
