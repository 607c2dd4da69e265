"""Where every reading begins: what the customer themselves is said to own."""

from __future__ import annotations

from sqlalchemy import CTE, bindparam, select

from adapters.persistence import tables


def own_claims() -> CTE:
    """Those of the parameter `customer_id`."""
    claims = tables.claims.c
    own = select(claims.provider, claims.subject_id, claims.account_id)
    return own.where(claims.customer_id == bindparam("customer_id")).cte("own")
