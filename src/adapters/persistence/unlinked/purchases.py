"""Guest purchases: payments that confirm a purchase and name no account."""

from __future__ import annotations

from sqlalchemy import Select, literal, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.persistence import tables
from adapters.persistence.mirror.facet_tables import OF_A_GUEST
from adapters.persistence.mirror.mapping.row import ref_of
from adapters.persistence.ownership.resolution_query import load_resolver_and_facets
from adapters.persistence.unlinked.stretch import ended
from application.ports.storage.unlinked import Candidate, CandidatePage, UnlinkedCursor, UnlinkedSection
from domain.billing.purchase_assembly import assemble_purchases
from domain.one_off_purchase import OneOffPurchase
from domain.purchases.facet import PaymentSnapshot

_LOOKED_AT = 50
"""Few, because each brings along all that hangs together with it."""

_KEY = ("provider", "kind", "id")
_facets = tables.facets.c


async def stretch(connection: AsyncConnection, after: UnlinkedCursor, limit: int) -> CandidatePage:
    rows = (await connection.execute(_guests(after))).mappings().all()
    taken = rows[:limit]
    named = frozenset(ref_of(row) for row in taken)
    whose, facets = await load_resolver_and_facets(connection, accounts=frozenset(), subjects=named)
    of_guests = [p for p in assemble_purchases(facets, catalogue={}, first_payments=frozenset()) if p.account is None]
    first = {_first(purchase): purchase for purchase in of_guests}
    return CandidatePage(
        seen=tuple(
            Candidate(at=UnlinkedCursor(section=UnlinkedSection.PURCHASES, key=key), what=first[key])
            for key in (tuple(row[name] for name in _KEY) for row in taken)
            if key in first
        ),
        belongings=whose,
        ended=ended(UnlinkedSection.PURCHASES, rows, taken, _KEY, limit=limit, most=_LOOKED_AT),
    )


def _first(purchase: OneOffPurchase) -> tuple[str, ...]:
    """Under which of its payments a purchase is listed, so that it is listed once."""
    vouching = [
        p for p in (f.snapshot for f in purchase.facets) if isinstance(p, PaymentSnapshot) and p.confirms_one_off
    ]
    return min((p.ref.provider, p.kind.value, p.ref.id) for p in vouching)


def _guests(after: UnlinkedCursor) -> Select[tuple[object, ...]]:
    key = tuple_(*(_facets[name] for name in _KEY))
    found: Select[tuple[object, ...]] = select(*(_facets[name] for name in _KEY)).where(text(OF_A_GUEST))
    if after.key:
        found = found.where(key > tuple_(*(literal(part) for part in after.key)))
    return found.order_by(*(_facets[name] for name in _KEY)).limit(_LOOKED_AT)
