"""Loads the claims on objects and the purchases of their accounts, which together decide ownership."""

from __future__ import annotations

from collections.abc import Set
from functools import cache
from typing import Any

from sqlalchemy import and_, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.persistence import tables
from adapters.persistence.mirror.mapping import subscription
from adapters.persistence.ownership.facet_graph import load_connected_facets
from adapters.persistence.ownership.repository import SqlClaims
from adapters.persistence.sql import in_tuples, ref_tuples
from application.execution.off_the_loop import off_the_loop
from domain.ownership.resolution import OwnershipResolver, resolve_ownership
from domain.provider import ProviderRef
from domain.purchases.facet import SubscriptionPaymentSnapshot
from domain.purchases.grouping import Facet


async def load_resolver(
    connection: AsyncConnection, *, accounts: Set[ProviderRef], subjects: Set[ProviderRef]
) -> OwnershipResolver:
    """Load the resolver as `load_resolver_and_facets` does."""
    return (await load_resolver_and_facets(connection, accounts=accounts, subjects=subjects))[0]


async def load_resolver_and_facets(
    connection: AsyncConnection, *, accounts: Set[ProviderRef], subjects: Set[ProviderRef]
) -> tuple[OwnershipResolver, list[Facet]]:
    """A few short statements, and as many again if what was found is of an account that was not asked about.

    The connection must read as of one moment.
    """
    concerned = frozenset(accounts)
    while True:
        facets = await load_connected_facets(connection, accounts=concerned, subjects=subjects)
        keys = {told.snapshot.ref.same_provider(key) for told in facets for key in told.snapshot.keys}
        given = {
            "accounts": ref_tuples(concerned),
            "subjects": ref_tuples(subjects),
            "orders": ref_tuples(keys | subjects),
        }
        rows = (await connection.execute(_subscriptions(), given)).mappings()
        subscriptions = [subscription.from_row(row).snapshot for row in rows]
        found = {told.snapshot.account for told in facets} | {each.account for each in subscriptions}
        missing = frozenset(account for account in found if account is not None) - concerned
        if not missing:
            named = subjects | keys | {each.ref for each in subscriptions}
            ownership = await SqlClaims(connection).about(accounts=concerned, subjects=named)
            size = len(ownership.claims) + len(subscriptions) + len(facets)
            return await off_the_loop(size, resolve_ownership, ownership, subscriptions, facets), facets
        concerned |= missing


async def connected_with(
    connection: AsyncConnection, subjects: Set[ProviderRef]
) -> tuple[frozenset[ProviderRef], frozenset[ProviderRef]]:
    """Return the accounts and the ids of everything that these are parts of."""
    facets = [
        told.snapshot for told in await load_connected_facets(connection, accounts=frozenset(), subjects=subjects)
    ]
    keys = {each.ref.same_provider(key) for each in facets for key in each.keys}
    paid_for = {each.subscription for each in facets if isinstance(each, SubscriptionPaymentSnapshot)}
    named = subjects | paid_for
    given = {"accounts": ref_tuples(frozenset()), "subjects": ref_tuples(named), "orders": ref_tuples(keys | subjects)}
    rows = (await connection.execute(_subscriptions(), given)).mappings()
    subscriptions = [subscription.from_row(row).snapshot for row in rows]
    accounts = {each.account for each in facets} | {each.account for each in subscriptions}
    return (
        frozenset(account for account in accounts if account is not None),
        frozenset(named | keys | {each.ref for each in subscriptions}),
    )


@cache
def _subscriptions() -> Any:
    """Those of `accounts`, those among `subjects` or with a schedule among them, and what `orders` have opened."""
    known, schedules = tables.subscriptions.c, tables.schedules.c
    scheduled = and_(known.provider == schedules.provider, known.id == schedules.subscription_id)
    whole = select(tables.subscriptions)
    return union(
        whole.where(in_tuples("accounts", known.provider, known.account_id)),
        whole.where(in_tuples("subjects", known.provider, known.id)),
        whole.where(in_tuples("orders", known.provider, known.initial_order_id)),
        whole.join_from(tables.schedules, tables.subscriptions, scheduled).where(
            in_tuples("subjects", schedules.provider, schedules.id)
        ),
    )
