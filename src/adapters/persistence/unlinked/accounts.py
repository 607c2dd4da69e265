"""Accounts that nobody holds, whether or not a provider ever told of the account itself."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import ColumnElement, Select, literal, select, tuple_, union
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.persistence import tables
from adapters.persistence.claims import SqlClaims
from adapters.persistence.mapping.row import ref_of
from adapters.persistence.statements import pairs
from adapters.persistence.unlinked.standing import taken_back
from adapters.persistence.unlinked.stretch import LOOKED_AT, chosen, ended
from application.ports.unlinked import Position, Section, Seen, SeenAccount, Stretch
from domain.claim import Trust
from domain.provider import Ref

_KEY = ("provider", "id")


async def stretch(connection: AsyncConnection, after: Position, limit: int) -> Stretch:
    rows = (await connection.execute(_accounts(after))).mappings().all()
    taken = chosen(rows, flag="unheld", limit=limit)
    accounts = [ref_of(row) for row in taken]
    subscriptions = await _subscriptions(connection, accounts)
    subjects = {ref for refs in subscriptions.values() for ref in refs}
    return Stretch(
        seen=tuple(
            Seen(
                at=Position(section=Section.ACCOUNTS, key=(account.provider, account.id)),
                what=SeenAccount(ref=account, subscriptions=tuple(subscriptions[account])),
            )
            for account in accounts
        ),
        ownership=await SqlClaims(connection).about(accounts=frozenset(accounts), subjects=subjects),
        ended=ended(Section.ACCOUNTS, rows, taken, _KEY, limit=limit),
    )


async def _subscriptions(connection: AsyncConnection, accounts: list[Ref]) -> defaultdict[Ref, list[Ref]]:
    of_account: defaultdict[Ref, list[Ref]] = defaultdict(list)
    if accounts:
        known = tables.subscriptions.c
        theirs = tuple_(known.provider, known.account_id).in_(pairs(accounts))
        found = select(known.provider, known.id, known.account_id).where(theirs).order_by(known.provider, known.id)
        for row in (await connection.execute(found)).mappings():
            of_account[ref_of(row, "account_id")].append(ref_of(row))
    return of_account


def _accounts(after: Position) -> Select[tuple[object, ...]]:
    """The first of each index taken together hold the first of all."""
    known, subscriptions, facets = tables.accounts.c, tables.subscriptions.c, tables.facets.c
    ways = [
        _first(known.provider, known.id, after),
        _first(subscriptions.provider, subscriptions.account_id, after),
        _first(facets.provider, facets.account_id, after).where(facets.vouches),
    ]
    some = union(*(select(way.subquery()) for way in ways)).subquery("some")
    page = select(some).order_by(some.c.provider, some.c.id).limit(LOOKED_AT).cte("page")
    claims = tables.claims
    holder = (
        select(claims.c.customer_id)
        .where(claims.c.provider == page.c.provider, claims.c.account_id == page.c.id)
        .where(claims.c.trust > Trust.UNSIGNED.value, taken_back(claims).is_(None))
        .limit(1)
        .correlate(page)
        .scalar_subquery()
    )
    deleted = (
        select(known.id)
        .where(known.provider == page.c.provider, known.id == page.c.id, known.deleted)
        .correlate(page)
        .scalar_subquery()
    )
    unheld = holder.is_(None) & deleted.is_(None)
    return select(page.c.provider, page.c.id, unheld.label("unheld")).order_by(page.c.provider, page.c.id)


def _first(provider: ColumnElement[str], account: ColumnElement[str], after: Position) -> Select[tuple[object, ...]]:
    key: list[ColumnElement[Any]] = [provider.label("provider"), account.label("id")]
    first: Select[tuple[object, ...]] = select(*key).distinct()
    first = first.where(account.is_not(None)).order_by(provider, account).limit(LOOKED_AT)
    if after.key:
        first = first.where(tuple_(provider, account) > tuple_(*(literal(part) for part in after.key)))
    return first
