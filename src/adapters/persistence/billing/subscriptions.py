"""The subscriptions that may be the customer's, with all that is known around them."""

from __future__ import annotations

from functools import cache

from sqlalchemy import CTE, Select, and_, select, text, union

from adapters.persistence import tables
from adapters.persistence.billing.own_claims import own_accounts, own_claims
from adapters.persistence.mirror.tables import OPEN
from adapters.persistence.sql import in_tuples, prefixed
from adapters.persistence.straight import straight
from domain.mirror.snapshot import ObjectKind

SUBSCRIPTION, SCHEDULE, ACCOUNT = "subscription_", "schedule_", "account_"
INVOICE, FIRST_FAILURE = "invoice_", "first_failure_"


@cache
def subscriptions_of() -> Select[tuple[object, ...]]:
    """Select the subscriptions of the customer in the parameter `customer_id`.

    These are the subscriptions of an account that is linked to the customer, those that are claimed themselves, and
    those that were opened by a claimed object or by one of `orders`.

    A subscription has as many rows as open invoices, and one if it has none.
    """
    wanted = _wanted(own_claims())
    known, schedules, accounts = tables.subscriptions, tables.schedules, tables.accounts
    invoices, failures = tables.subscription_invoices, tables.subscription_invoices.alias("failures")
    return (
        select(
            *prefixed(known.c, SUBSCRIPTION),
            *prefixed(schedules.c, SCHEDULE),
            *prefixed(invoices.c, INVOICE),
            *prefixed(failures.c, FIRST_FAILURE),
            *prefixed(accounts.c, ACCOUNT),
        )
        .join_from(wanted, known, and_(known.c.provider == wanted.c.provider, known.c.id == wanted.c.id))
        .outerjoin(schedules, and_(schedules.c.provider == known.c.provider, schedules.c.id == known.c.schedule_id))
        .outerjoin(
            invoices,
            and_(
                invoices.c.provider == known.c.provider,
                invoices.c.subscription_id == known.c.id,
                text(f"{invoices.name}.{OPEN}"),
            ),
        )
        .outerjoin(
            failures,
            and_(
                failures.c.provider == invoices.c.provider,
                failures.c.kind == ObjectKind.FIRST_FAILURE.value,
                failures.c.id == invoices.c.id,
            ),
        )
        .outerjoin(accounts, and_(accounts.c.provider == known.c.provider, accounts.c.id == known.c.account_id))
    )


def _wanted(own: CTE) -> CTE:
    known = tables.subscriptions.c
    identity = select(known.provider, known.id)
    accounts = own_accounts(own)
    of_account = and_(known.provider == accounts.c.provider, known.account_id == accounts.c.account_id)
    claimed = and_(known.provider == own.c.provider, known.id == own.c.subject_id)
    opened = and_(known.provider == own.c.provider, known.initial_order_id == own.c.subject_id)
    ways = [
        identity.select_from(straight(own, tables.subscriptions, opened)),
        identity.select_from(straight(accounts, tables.subscriptions, of_account)),
        identity.select_from(straight(own, tables.subscriptions, claimed)),
        identity.where(in_tuples("orders", known.provider, known.initial_order_id)),
    ]
    return union(*ways).cte("wanted")
