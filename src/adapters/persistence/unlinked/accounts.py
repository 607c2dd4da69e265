"""Accounts that nobody may hold, whether or not a provider ever told of the account itself."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CTE, ColumnElement, ScalarSelect, Select, literal, select, tuple_, union
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.persistence import tables
from adapters.persistence.mirror.mapping.row import ref_of
from adapters.persistence.ownership.resolution_query import load_resolver
from adapters.persistence.unlinked.standing import leaves_something, one_of, taken_back
from adapters.persistence.unlinked.stretch import LOOKED_AT, chosen, ended
from application.ports.storage.unlinked import Candidate, CandidatePage, UnlinkedCursor, UnlinkedSection
from domain.ownership.claim import Trust

_KEY = ("provider", "id")


async def stretch(connection: AsyncConnection, after: UnlinkedCursor, limit: int) -> CandidatePage:
    rows = (await connection.execute(_accounts(after))).mappings().all()
    taken = chosen(rows, flag="unheld", limit=limit)
    accounts = [ref_of(row) for row in taken]
    return CandidatePage(
        seen=tuple(
            Candidate(
                at=UnlinkedCursor(section=UnlinkedSection.ACCOUNTS, key=(account.provider, account.id)), what=account
            )
            for account in accounts
        ),
        belongings=await load_resolver(connection, accounts=frozenset(accounts), subjects=frozenset()),
        ended=ended(UnlinkedSection.ACCOUNTS, rows, taken, _KEY, limit=limit),
    )


def _accounts(after: UnlinkedCursor) -> Select[tuple[object, ...]]:
    """The first of each index taken together hold the first of all."""
    known, subscriptions, facets = tables.accounts.c, tables.subscriptions.c, tables.facets.c
    ways = [
        _first(known.provider, known.id, after),
        _first(subscriptions.provider, subscriptions.account_id, after),
        _first(facets.provider, facets.account_id, after).where(facets.confirms_one_off),
    ]
    some = union(*(select(way.subquery()) for way in ways)).subquery("some")
    page = select(some).order_by(some.c.provider, some.c.id).limit(LOOKED_AT).cte("page")
    deleted = select(known.id).where(known.provider == page.c.provider, known.id == page.c.id, known.deleted)
    told = select(
        page.c.provider,
        page.c.id.label("account_id"),
        _word(page, tables.claims.c.trust == Trust.SIGNED.value).label("customer_id"),
        _word(page, tables.claims.c.trust > Trust.SIGNED.value).label("holder"),
        one_of(deleted, page).label("deleted"),
    ).cte("told")
    doubted = told.c.customer_id.is_(None) | leaves_something(told)
    unheld = told.c.holder.is_(None) & told.c.deleted.is_(None) & doubted
    return select(told.c.provider, told.c.account_id.label("id"), unheld.label("unheld")).order_by(
        told.c.provider, told.c.account_id
    )


def _word(page: CTE, trusted: ColumnElement[bool]) -> ScalarSelect[Any]:
    """One of those who are named for an account by words so much trusted."""
    claims = tables.claims
    of_account = (claims.c.provider == page.c.provider) & (claims.c.account_id == page.c.id)
    return one_of(select(claims.c.customer_id).where(of_account, trusted, taken_back(claims).is_(None)), page)


def _first(
    provider: ColumnElement[str], account: ColumnElement[str], after: UnlinkedCursor
) -> Select[tuple[object, ...]]:
    key: list[ColumnElement[Any]] = [provider.label("provider"), account.label("id")]
    first: Select[tuple[object, ...]] = select(*key).distinct()
    first = first.where(account.is_not(None)).order_by(provider, account).limit(LOOKED_AT)
    if after.key:
        first = first.where(tuple_(provider, account) > tuple_(*(literal(part) for part in after.key)))
    return first
