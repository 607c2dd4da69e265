"""The customer's own claims, from which every read starts."""

from __future__ import annotations

from sqlalchemy import CTE, bindparam, select

from adapters.persistence import tables
from adapters.persistence.ownership.mapping import NO_ACCOUNT


def own_claims() -> CTE:
    """Those of the parameter `customer_id`."""
    claims = tables.claims.c
    own = select(claims.provider, claims.subject_id, claims.account_id)
    return own.where(claims.customer_id == bindparam("customer_id")).cte("own")


def own_accounts(own: CTE) -> CTE:
    """The accounts of these claims, each once: joined claim by claim, what belongs to one would be found as often."""
    named = select(own.c.provider, own.c.account_id).where(own.c.account_id != NO_ACCOUNT)
    return named.distinct().cte("own_accounts")
