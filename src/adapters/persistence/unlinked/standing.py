"""Words of ownership that no operator has taken back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import FromClause, ScalarSelect, select

from adapters.persistence import tables


def taken_back(claims: FromClause) -> ScalarSelect[Any]:
    """When the account of a claim was taken from who claims it, null if it was not."""
    unlinkings = tables.unlinkings
    return (
        select(unlinkings.c.unlinked_at)
        .where(
            unlinkings.c.provider == claims.c.provider,
            unlinkings.c.account_id == claims.c.account_id,
            unlinkings.c.customer_id == claims.c.customer_id,
        )
        .correlate(claims)
        .scalar_subquery()
    )
