"""Where every reading begins: what the customer themselves is said to own."""

from __future__ import annotations

from sqlalchemy import CTE, ColumnElement, bindparam, select

from adapters.persistence import tables
from domain.claim import Trust


def own_claims() -> CTE:
    """Those of the parameter `customer_id`."""
    claims = tables.claims.c
    own = select(claims.provider, claims.subject_id, claims.account_id, claims.trust)
    return own.where(claims.customer_id == bindparam("customer_id")).cte("own")


def links_account(own: CTE) -> ColumnElement[bool]:
    """An unsigned word credits the one thing it came with, and leads to nothing else."""
    return own.c.trust > Trust.UNSIGNED.value
