"""Claims, and what was unlinked from the accounts that they name, in one statement."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import CTE, CompoundSelect, literal, null, select, union

from adapters.persistence import tables
from adapters.persistence.mirror.mapping.row import Row
from adapters.persistence.ownership import mapping
from adapters.persistence.sql import in_tuples
from domain.ownership.claim_set import ClaimSet

_CLAIM, _UNLINKING = "claim", "unlinking"


def claims_and_unlinks_query(claims: CTE) -> CompoundSelect[tuple[object, ...]]:
    """These claims, and every unlinking from the parameter `accounts` or from an account of the claims."""
    unlinkings = tables.unlinkings.c
    unlinking = select(
        literal(_UNLINKING).label("told"),
        *(unlinkings[c.key] if c.key in unlinkings else null().label(c.key) for c in claims.c),
    )
    accounts = select(claims.c.provider, claims.c.account_id).distinct().subquery("accounts_claimed")
    claimed = (accounts.c.provider == unlinkings.provider) & (accounts.c.account_id == unlinkings.account_id)
    return union(
        select(literal(_CLAIM).label("told"), *claims.c),
        unlinking.where(in_tuples("accounts", unlinkings.provider, unlinkings.account_id)),
        unlinking.join_from(tables.unlinkings, accounts, claimed),
    )


def claim_set_from_rows(rows: Iterable[Row]) -> ClaimSet:
    told = list(rows)
    return ClaimSet(
        claims=frozenset(mapping.from_row(row) for row in told if row["told"] == _CLAIM),
        unlinkings=frozenset(mapping.unlinking_from_row(row) for row in told if row["told"] == _UNLINKING),
    )
