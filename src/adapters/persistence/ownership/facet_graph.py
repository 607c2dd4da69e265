"""The facets of many purchases at once.

One customer's are found by one recursive statement, but nobody can foresee how far one goes that begins in a hundred
places: planners read the whole table then.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.persistence import tables
from adapters.persistence.mirror.mapping import facet
from adapters.persistence.mirror.mapping.row import Row
from adapters.persistence.sql import in_tuples, ref_tuples
from domain.provider import ProviderRef
from domain.purchases.grouping import Facet

Identity = tuple[str, str, str]

T = TypeVar("T")
_AT_ONCE = 1_000
"""Databases take a limited number of parameters, and PostgreSQL goes one level deeper for each alternative."""

_facets, _keys = tables.facets.c, tables.facet_keys.c


async def load_connected_facets(
    connection: AsyncConnection, *, accounts: Set[ProviderRef], subjects: Set[ProviderRef]
) -> list[Facet]:
    """Load facets with one of these ids or a confirmed purchase of these accounts, and all that share keys with them.

    As many statements as the longest chain has links.
    """
    seeds = {"accounts": ref_tuples(accounts), "subjects": ref_tuples(subjects)}
    new = await _identities(connection, _seeds(), seeds)
    found: dict[Identity, Row] = {}
    while new:
        rows = await _rows(connection, sorted(new))
        found.update({(row["provider"], row["kind"], row["id"]): row for row in rows})
        shared = sorted({(row["provider"], key) for row in rows for key in row["keys"]})
        sharing = [await _identities(connection, _sharing(), {"keys": some}) for some in _pieces(shared)]
        new = set[Identity]().union(*sharing) - found.keys()
    return [facet.from_row(row) for row in found.values()]


async def _rows(connection: AsyncConnection, identities: Sequence[Identity]) -> list[Row]:
    rows: list[Row] = []
    for some in _pieces(identities):
        rows += (await connection.execute(_chosen(), {"facets": some})).mappings().all()
    return rows


async def _identities(connection: AsyncConnection, statement: Any, given: dict[str, Any]) -> Set[Identity]:
    return {(row[0], row[1], row[2]) for row in await connection.execute(statement, given)}


def _pieces(things: Sequence[T]) -> Iterator[Sequence[T]]:
    return (things[begin : begin + _AT_ONCE] for begin in range(0, len(things), _AT_ONCE))


@cache
def _seeds() -> Any:
    vouching = select(_facets.provider, _facets.kind, _facets.id).where(
        _facets.confirms_one_off, in_tuples("accounts", _facets.provider, _facets.account_id)
    )
    named = select(_keys.provider, _keys.kind, _keys.id).where(in_tuples("subjects", _keys.provider, _keys.key))
    return union(vouching, named)


@cache
def _chosen() -> Any:
    return select(tables.facets).where(in_tuples("facets", _facets.provider, _facets.kind, _facets.id))


@cache
def _sharing() -> Any:
    return select(_keys.provider, _keys.kind, _keys.id).where(in_tuples("keys", _keys.provider, _keys.key))
