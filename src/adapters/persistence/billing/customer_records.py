"""Builds one customer's records from three query results."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Executable
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.persistence.billing import ownership, purchases, subscriptions
from adapters.persistence.billing.rows import Rows
from adapters.persistence.customers import mapping
from adapters.persistence.mirror.mapping import account, catalogue, facet, schedule, subscription, subscription_invoice
from adapters.persistence.ownership.claim_query import claim_set_from_rows
from adapters.persistence.sql import ref_tuples
from application.execution.off_the_loop import MANY, off_the_loop
from domain.billing.assembly import CustomerRecords
from domain.catalogue.entry import CatalogueKey
from domain.customer import CustomerId
from domain.mirror.merge import MirrorRecord
from domain.provider import ProviderRef
from domain.purchases.contents import ContentsSnapshot
from domain.purchases.grouping import Facet
from domain.subscription import ScheduleSnapshot, SubscriptionSnapshot

S = TypeVar("S")
AT_ONCE = 2_000
_NOBODY = ""
"""The id of no customer."""

Subscribed = tuple[MirrorRecord[SubscriptionSnapshot], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """`at_once`: how long the lists of one statement may be; databases take a limited number of parameters."""

    connection: AsyncConnection
    customer_id: CustomerId
    at_once: int


async def load_customer_records(
    connection: AsyncConnection, customer_id: CustomerId, *, at_once: int = AT_ONCE
) -> CustomerRecords | None:
    """None if there is no such customer. The connection must read as of one moment."""
    reading = Reading(connection=connection, customer_id=customer_id, at_once=at_once)
    bought = await _rows(reading, purchases.customer_with_facets())
    if not bought.rows:
        return None
    facets, keys = await off_the_loop(len(bought.rows), _facets, bought)

    subscribed = await _rows(reading, subscriptions.subscriptions_of(), orders=keys)
    known, planned = await off_the_loop(len(subscribed.rows), _subscriptions, subscribed)
    told = await _rows(
        reading,
        ownership.ownership_and_catalogue(),
        entries=_of_contents(facets).union(
            *(s.snapshot.catalogue_keys for s in known), *(each.snapshot.catalogue_keys for each in planned)
        ),
        accounts=_accounts(facets, known),
        subjects=keys | {s.snapshot.ref for s in known},
    )
    rows = len(bought.rows) + len(subscribed.rows) + len(told.rows)
    return await off_the_loop(rows, _customer, bought, subscribed, told, facets=facets, known=known, planned=planned)


def _facets(bought: Rows) -> tuple[tuple[Facet, ...], set[ProviderRef]]:
    """The facets, and all their keys."""
    facets = tuple(sorted(bought.present(purchases.FACET, facet.from_row), key=_by_key))
    return facets, {f.snapshot.ref.same_provider(key) for f in facets for key in f.snapshot.keys}


def _subscriptions(subscribed: Rows) -> tuple[Subscribed, list[MirrorRecord[ScheduleSnapshot]]]:
    found = subscribed.present(subscriptions.SUBSCRIPTION, subscription.from_row)
    known = tuple(sorted({each.snapshot.ref: each for each in found}.values(), key=_by_key))
    return known, subscribed.present(subscriptions.SCHEDULE, schedule.from_row)


def _customer(
    bought: Rows,
    subscribed: Rows,
    told: Rows,
    *,
    facets: tuple[Facet, ...],
    known: Subscribed,
    planned: Sequence[MirrorRecord[ScheduleSnapshot]],
) -> CustomerRecords:
    accounts = [
        *subscribed.present(subscriptions.ACCOUNT, account.from_row),
        *told.present(ownership.ACCOUNT, account.from_row),
    ]
    sold = [
        mirrored.snapshot
        for rows, name in ((bought, purchases.PRODUCT), (bought, purchases.PRICE), (told, ownership.SOLD))
        for mirrored in rows.present(name, catalogue.from_row)
    ]
    schedules = {s.snapshot.ref: s.snapshot for s in planned}
    return CustomerRecords(
        customer=mapping.from_row(bought.first(purchases.CUSTOMER)),
        ownership=claim_set_from_rows(told.mappings()),
        accounts={a.snapshot.ref: a.snapshot for a in accounts},
        subscriptions=known,
        schedules={
            s.snapshot.ref: schedules[by]
            for s in known
            if (by := _schedule(s.snapshot)) is not None and by in schedules
        },
        open_invoices=tuple(
            each.snapshot for each in subscribed.present(subscriptions.INVOICE, subscription_invoice.from_row)
        ),
        first_failures={
            each.snapshot.ref: each.snapshot.timestamp.as_of
            for each in subscribed.present(subscriptions.FIRST_FAILURE, subscription_invoice.from_row)
        },
        facets=facets,
        catalogue={entry.key: entry for entry in sold},
    )


async def _rows(
    reading: Reading, statement: Executable, entries: Set[CatalogueKey] = frozenset(), **refs: Set[ProviderRef]
) -> Rows:
    """Run as many statements as the longest list needs. Only the first begins with the customer's claims."""
    sold = sorted((ref.provider, kind.value, ref.id) for kind, ref in entries)
    lists: dict[str, Sequence[Any]] = {"sold": sold} | {name: ref_tuples(some) for name, some in refs.items()}
    names: tuple[str, ...] = ()
    rows: list[Sequence[Any]] = []
    for begin in range(0, max(1, *(len(some) for some in lists.values())), reading.at_once):
        part = {name: some[begin : begin + reading.at_once] for name, some in lists.items()}
        found = await reading.connection.execute(
            statement, {"customer_id": reading.customer_id if begin == 0 else _NOBODY, **part}
        )
        names, first = tuple(found.keys()), found.fetchmany(MANY)
        rows += [*first, *(await asyncio.to_thread(found.fetchall))] if len(first) == MANY else first
    return Rows(names, rows)


def _of_contents(facets: Iterable[Facet]) -> set[CatalogueKey]:
    """The entries of the items of purchases; those of the first one come along with its row."""
    contents = [f.snapshot for f in facets if isinstance(f.snapshot, ContentsSnapshot)]
    return {entry for each in contents for entry in each.catalogue_keys}


def _accounts(facets: Iterable[Facet], known: Iterable[MirrorRecord[SubscriptionSnapshot]]) -> set[ProviderRef]:
    named = {f.snapshot.account for f in facets} | {s.snapshot.account for s in known}
    return {account for account in named if account is not None}


def _schedule(snapshot: SubscriptionSnapshot) -> ProviderRef | None:
    return snapshot.ref.same_provider(snapshot.schedule_id) if snapshot.schedule_id is not None else None


def _by_key(mirrored: Facet | MirrorRecord[SubscriptionSnapshot]) -> tuple[str, str, str]:
    """Orders as the keys of snapshots do, and compares faster."""
    return mirrored.snapshot.kind, mirrored.snapshot.ref.provider, mirrored.snapshot.ref.id
