"""Claims on a database."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import blake2b
from typing import Any

from sqlalchemy import ARRAY, BigInteger, ColumnElement, bindparam, case, func, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.persistence import tables
from adapters.persistence.ownership import mapping
from adapters.persistence.ownership.claim_query import claim_set_from_rows, claims_and_unlinks_query
from adapters.persistence.sql import in_tuples, insert_if_absent, insert_into, ref_tuples
from application.execution.off_the_loop import MANY
from domain.ownership.claim import AccountUnlink, Claim
from domain.ownership.claim_set import ClaimSet
from domain.provider import ProviderRef


@dataclass(frozen=True, slots=True)
class SqlClaims:
    connection: AsyncConnection

    async def about(self, *, accounts: Set[ProviderRef], subjects: Set[ProviderRef]) -> ClaimSet:
        given = {"accounts": ref_tuples(accounts), "subjects": ref_tuples(subjects)}
        found = (await self.connection.execute(_select_told(), given)).mappings()
        first = found.fetchmany(MANY)
        if len(first) < MANY:
            return claim_set_from_rows(first)
        return await asyncio.to_thread(lambda: claim_set_from_rows([*first, *found.fetchall()]))

    async def lock(self, accounts: Set[ProviderRef]) -> None:
        """On SQLite there is nothing to do: who writes is alone."""
        if self.connection.dialect.name != "sqlite":
            locks = sorted({_lock(account) for account in accounts})
            (await self.connection.execute(_hold(), {"locks": locks})).close()

    async def add(self, claims: Sequence[Claim]) -> None:
        told: dict[tuple[object, ...], Claim] = {}
        for claim in claims:
            told[claim.identity] = claim.merged_with(told.get(claim.identity, claim))
        if told:
            rows = sorted((mapping.to_row(claim) for claim in told.values()), key=_identity)
            (await self.connection.execute(_upsert(self.connection.dialect.name), rows)).close()

    async def unlink(self, unlinking: AccountUnlink, at: datetime) -> None:
        insert = insert_if_absent(tables.unlinkings, self.connection.dialect.name)
        (await self.connection.execute(insert, mapping.unlinking_to_row(unlinking, at))).close()


@cache
def _select_told() -> Any:
    claims = tables.claims
    found = union(
        select(claims).where(in_tuples("accounts", claims.c.provider, claims.c.account_id)),
        select(claims).where(in_tuples("subjects", claims.c.provider, claims.c.subject_id)),
    )
    return claims_and_unlinks_query(found.cte("found"))


@cache
def _hold() -> Any:
    """Takes the locks in the order in which they are given, which is the same for everybody."""
    locks = func.unnest(bindparam("locks", type_=ARRAY(BigInteger))).column_valued("lock")
    return select(func.pg_advisory_xact_lock(locks))


@cache
def _upsert(dialect: str) -> Any:
    """Keep the earlier of each time if the claim exists, whichever comes first."""
    kept, insert = tables.claims.c, insert_into(tables.claims, dialect)
    new, identity = insert.excluded, list(tables.claims.primary_key.columns)
    return insert.on_conflict_do_update(
        index_elements=identity,
        set_={
            "subject_created_at": _earlier(new.subject_created_at, kept.subject_created_at),
            "claimed_at": _earlier(new.claimed_at, kept.claimed_at),
        },
        where=(new.claimed_at < kept.claimed_at) | (new.subject_created_at < kept.subject_created_at),
    ).returning(*identity)


def _earlier(one: ColumnElement[datetime], other: ColumnElement[datetime]) -> ColumnElement[datetime]:
    return case((one < other, one), else_=other)


def _identity(row: dict[str, Any]) -> tuple[str, ...]:
    return tuple(str(row[column.key]) for column in tables.claims.primary_key.columns)


def _lock(account: ProviderRef) -> int:
    """A number of 64 bits for each account; two that share one merely wait for each other."""
    return int.from_bytes(blake2b(str(account).encode(), digest_size=8).digest(), signed=True)
