"""Claims that may have lost: somebody else claims the same, an operator has taken it back, something came first, or
it is part of something else.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, literal, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.persistence import tables
from adapters.persistence.ownership import mapping
from adapters.persistence.ownership.mapping import NO_ACCOUNT
from adapters.persistence.ownership.resolution_query import load_resolver
from adapters.persistence.unlinked.standing import (
    connected_rival,
    leaves_something,
    one_of,
    opened_subscription,
    taken_back,
)
from adapters.persistence.unlinked.stretch import LOOKED_AT, chosen, ended
from application.ports.storage.unlinked import Candidate, CandidatePage, UnlinkedCursor, UnlinkedSection
from domain.ownership.claim import Trust

_KEY = [column.key for column in tables.claims.primary_key.columns]


async def stretch(connection: AsyncConnection, after: UnlinkedCursor, limit: int) -> CandidatePage:
    rows = (await connection.execute(_disputed(after))).mappings().all()
    taken = chosen(rows, flag="disputed", limit=limit)
    claims = [mapping.from_row(row) for row in taken]
    accounts = frozenset(claim.account for claim in claims if claim.account is not None)
    subjects = frozenset(claim.subject for claim in claims)
    return CandidatePage(
        seen=tuple(
            Candidate(
                at=UnlinkedCursor(section=UnlinkedSection.CLAIMS, key=tuple(str(row[name]) for name in _KEY)),
                what=claim,
            )
            for row, claim in zip(taken, claims, strict=True)
        ),
        belongings=await load_resolver(connection, accounts=accounts, subjects=subjects),
        ended=ended(UnlinkedSection.CLAIMS, rows, taken, _KEY, limit=limit),
    )


def _disputed(after: UnlinkedCursor) -> Select[tuple[object, ...]]:
    claims = tables.claims
    key = [claims.c[name] for name in _KEY]
    some = select(claims).order_by(*key).limit(LOOKED_AT)
    if after.key:
        *words, trust = after.key
        some = some.where(tuple_(*key) > tuple_(*(literal(word) for word in words), literal(int(trust))))
    page = some.cte("page")
    disputed = or_(
        (page.c.account_id != NO_ACCOUNT) & _rival(page, "account_id").is_not(None),
        _rival(page, "subject_id").is_not(None),
        connected_rival(page),
        opened_subscription(page),
        taken_back(page).is_not(None),
        (page.c.account_id != NO_ACCOUNT) & (page.c.trust == Trust.SIGNED.value) & leaves_something(page),
    )
    return select(page, disputed.label("disputed")).order_by(*(page.c[name] for name in _KEY))


def _rival(page: Any, by: str) -> ScalarSelect[Any]:
    """Return whether another customer claims the same."""
    others = tables.claims.alias()
    same: ColumnElement[bool] = (others.c.provider == page.c.provider) & (others.c[by] == page.c[by])
    return one_of(select(others.c.customer_id).where(same, others.c.customer_id != page.c.customer_id), page)
