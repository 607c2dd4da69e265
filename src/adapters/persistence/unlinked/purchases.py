"""What guests bought: payments that vouch for a purchase and name no account."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, literal, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.persistence import tables
from adapters.persistence.claims import SqlClaims
from adapters.persistence.mapping import facet as mapping
from adapters.persistence.mapping.row import Row
from adapters.persistence.tables.facets import OF_A_GUEST
from adapters.persistence.unlinked.stretch import ended
from application.ports.unlinked import Position, Section, Seen, Stretch
from domain.facet import PaymentSnapshot
from domain.one_off_purchase import OneOffPurchase
from domain.purchases import Facet, assemble

_LOOKED_AT = 50
"""Few, because each brings along all that hangs together with it."""

_KEY = ("provider", "kind", "id")
_facets, _keys = tables.facets.c, tables.facet_keys.c


async def stretch(connection: AsyncConnection, after: Position, limit: int) -> Stretch:
    rows = (await connection.execute(_guests(after))).mappings().all()
    taken = rows[:limit]
    facets = await _connected(connection, [tuple(row[name] for name in _KEY) for row in taken])
    of_guests = [p for p in assemble(facets, catalogue={}, first_payments=frozenset()) if p.account is None]
    first = {_first(purchase): purchase for purchase in of_guests}
    keys = {purchase.ref.sibling(key) for purchase in of_guests for key in purchase.keys}
    return Stretch(
        seen=tuple(
            Seen(at=Position(section=Section.PURCHASES, key=key), what=first[key])
            for key in (tuple(row[name] for name in _KEY) for row in taken)
            if key in first
        ),
        ownership=await SqlClaims(connection).about(accounts=frozenset(), subjects=keys),
        ended=ended(Section.PURCHASES, rows, taken, _KEY, limit=limit, most=_LOOKED_AT),
    )


def _first(purchase: OneOffPurchase) -> tuple[str, ...]:
    """Under which of its payments a purchase is listed, so that it is listed once."""
    vouching = [p for p in (f.snapshot for f in purchase.facets) if isinstance(p, PaymentSnapshot) and p.vouches]
    return min((p.ref.provider, p.kind.value, p.ref.id) for p in vouching)


def _guests(after: Position) -> Select[tuple[object, ...]]:
    key = tuple_(*(_facets[name] for name in _KEY))
    found: Select[tuple[object, ...]] = select(*(_facets[name] for name in _KEY)).where(text(OF_A_GUEST))
    if after.key:
        found = found.where(key > tuple_(*(literal(part) for part in after.key)))
    return found.order_by(*(_facets[name] for name in _KEY)).limit(_LOOKED_AT)


async def _connected(connection: AsyncConnection, wanted: Iterable[tuple[Any, ...]]) -> list[Facet]:
    """These and all that shares keys with them: as many statements as the longest chain has links."""
    found: dict[tuple[Any, ...], Row] = {}
    new = set(wanted)
    while new:
        identity = tuple_(*(_facets[name] for name in _KEY))
        rows = await connection.execute(select(tables.facets).where(identity.in_(sorted(new))))
        found.update({tuple(row[name] for name in _KEY): row for row in rows.mappings()})
        shared = sorted({(key[0], id_) for key in new if key in found for id_ in found[key]["keys"]})
        beside = select(*(_keys[name] for name in _KEY)).where(tuple_(_keys.provider, _keys.key).in_(shared))
        new = {tuple(row) for row in await connection.execute(beside)} - found.keys()
    return [mapping.from_row(row) for row in found.values()]
