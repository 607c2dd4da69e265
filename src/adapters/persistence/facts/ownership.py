"""Everybody's claims on what was found, because whose it is is decided among all of them."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Select, and_, select, union

from adapters.persistence import tables
from adapters.persistence.facts.own_claims import own_claims
from adapters.persistence.mapping.claim import NO_ACCOUNT
from adapters.persistence.ownership import told_of
from adapters.persistence.statements import among, prefixed

ACCOUNT = "mirrored_"


@cache
def ownership_with_accounts() -> Select[tuple[object, ...]]:
    """Claims on what the parameter `customer_id` claims, on `accounts` and on `subjects`, each with its account."""
    claims, own = tables.claims, own_claims()
    on_account = and_(claims.c.provider == own.c.provider, claims.c.account_id == own.c.account_id)
    on_subject = and_(claims.c.provider == own.c.provider, claims.c.subject_id == own.c.subject_id)
    found = union(
        select(claims).join_from(own, claims, on_account).where(own.c.account_id != NO_ACCOUNT),
        select(claims).join_from(own, claims, on_subject),
        select(claims).where(among("accounts", claims.c.provider, claims.c.account_id)),
        select(claims).where(among("subjects", claims.c.provider, claims.c.subject_id)),
    ).cte("found")
    told, known = told_of(found).subquery("told"), tables.accounts
    return select(*told.c, *prefixed(known.c, ACCOUNT)).select_from(
        told.outerjoin(known, and_(known.c.provider == told.c.provider, known.c.id == told.c.account_id))
    )
