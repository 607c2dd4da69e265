"""The subscriptions that may be the customer's, with all that is known around them."""

from __future__ import annotations

from functools import cache

from sqlalchemy import CTE, Select, and_, select, union

from adapters.persistence import tables
from adapters.persistence.facts.own_claims import own_claims
from adapters.persistence.statements import among, prefixed

SUBSCRIPTION, SCHEDULE, ARREARS, ACCOUNT = "subscription_", "schedule_", "arrears_", "account_"


@cache
def subscriptions_of() -> Select[tuple[object, ...]]:
    """Of the parameter `customer_id`: of an account named with them, claimed itself, or opened by what
    is claimed or by one of `orders`."""
    wanted = _wanted(own_claims())
    known, schedules, arrears, accounts = tables.subscriptions, tables.schedules, tables.arrears, tables.accounts
    return (
        select(
            *prefixed(known.c, SUBSCRIPTION),
            *prefixed(schedules.c, SCHEDULE),
            *prefixed(arrears.c, ARREARS),
            *prefixed(accounts.c, ACCOUNT),
        )
        .join_from(wanted, known, and_(known.c.provider == wanted.c.provider, known.c.id == wanted.c.id))
        .outerjoin(schedules, and_(schedules.c.provider == known.c.provider, schedules.c.id == known.c.schedule_id))
        .outerjoin(arrears, and_(arrears.c.provider == known.c.provider, arrears.c.id == known.c.id))
        .outerjoin(accounts, and_(accounts.c.provider == known.c.provider, accounts.c.id == known.c.account_id))
    )


def _wanted(own: CTE) -> CTE:
    known = tables.subscriptions.c
    identity = select(known.provider, known.id)
    of_account = and_(known.provider == own.c.provider, known.account_id == own.c.account_id)
    claimed = and_(known.provider == own.c.provider, known.id == own.c.subject_id)
    opened = and_(known.provider == own.c.provider, known.opened_by_order == own.c.subject_id)
    ways = [
        identity.join_from(own, tables.subscriptions, opened),
        identity.join_from(own, tables.subscriptions, of_account),
        identity.join_from(own, tables.subscriptions, claimed),
        identity.where(among("orders", known.provider, known.opened_by_order)),
    ]
    return union(*ways).cte("wanted")
