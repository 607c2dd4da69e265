"""The customers' limits on a database: one row for each customer who came lately, and one statement to admit a request.

A row holds the times of the latest requests, as many as are admitted in a window, as one text: the oldest first, each a
number of 16 digits. So both databases can tell with the same statement whether the oldest is still within the window.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Delete, bindparam, case, cast, delete, func, not_, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.persistence import tables
from adapters.persistence.database import Database
from adapters.persistence.errors import storage_failures
from adapters.persistence.operations.database_clock import MICROSECOND, SharedTime, at_start
from adapters.persistence.sql import insert_into
from adapters.persistence.types import UnicodeText
from application.ports.operations.clock import Clock
from application.ports.operations.customer_limits import CustomerLimit
from domain.customer import CustomerId

_table = tables.customer_requests
_columns = _table.c
_DIGITS = 16
"""A time in microseconds since 1970 has 16 digits between the years 2001 and 2286."""


@dataclass(slots=True)
class SqlCustomerLimits:
    """`clock`: replaces the one that the processes share.

    Each process deletes, once a window, the rows of all who have not come for a whole window.
    """

    engines: Database = field(repr=False)
    clock: Clock | None = None
    _swept_at: dict[str, int] = field(default_factory=dict)

    async def admit(self, limit: CustomerLimit, customer_id: CustomerId) -> timedelta:
        time = SharedTime.of(self.engines, self.clock)
        window = limit.window // MICROSECOND
        row = {"limit_name": limit.name, "customer": str(customer_id)}
        with storage_failures():
            async with self.engines.committing() as connection:
                now = time.parameters()
                given = {**row, "full": limit.most * _DIGITS, "window": window, **now}
                admit = _admit(connection.dialect.name, of_server=time.is_servers)
                at: int | None = (await connection.execute(admit, given)).scalar_one_or_none()
                if at is not None:
                    await self._sweep(connection, limit, at)
                    return timedelta()
                left = _left(of_server=time.is_servers)
                wait: int = (await connection.execute(left, {**row, "window": window, **now})).scalar_one()
        return max(wait, 1) * MICROSECOND

    async def _sweep(self, connection: AsyncConnection, limit: CustomerLimit, now: int) -> None:
        window = limit.window // MICROSECOND
        swept_at = self._swept_at.get(limit.name)
        if swept_at is not None and swept_at <= now < swept_at + window:
            return
        self._swept_at[limit.name] = now
        given = {"limit_name": limit.name, "past": now - window, "future": now + window}
        (await connection.execute(_sweep(), given)).close()


def of_customer(customer_id: CustomerId) -> Delete:
    """Delete everything that tells when this customer came."""
    return delete(_table).where(_columns.customer_id == customer_id)


@cache
def _admit(dialect: str, *, of_server: bool) -> Any:
    """Returns the time of the request, or nothing if it is refused.

    An oldest time that is more than a window ahead was written by a clock that has been set back since, and is passed
    over.
    """
    now, window, full = at_start(of_server=of_server), _given("window"), _given("full")
    request = cast(now, UnicodeText)
    insert = insert_into(_table, dialect).values(
        customer_id=bindparam("customer"), limit_name=bindparam("limit_name"), times=request, latest=now
    )
    is_full = func.length(_columns.times) >= full
    return insert.on_conflict_do_update(
        index_elements=list(_table.primary_key.columns),
        set_={
            "times": case((is_full, func.substr(_columns.times, _DIGITS + 1)), else_=_columns.times) + request,
            "latest": now,
        },
        where=not_(is_full & _oldest().between(now - window + 1, now + window)),
    ).returning(_columns.latest)


@cache
def _left(*, of_server: bool) -> Any:
    row = (_columns.customer_id == bindparam("customer")) & (_columns.limit_name == bindparam("limit_name"))
    return select(_oldest() + _given("window") - at_start(of_server=of_server)).where(row)


@cache
def _sweep() -> Any:
    """PostgreSQL passes over rows that somebody else is writing; on SQLite there is nobody else."""
    key = _table.primary_key.columns
    outside = or_(_columns.latest <= _given("past"), _columns.latest > _given("future"))
    over = select(*key).where(_columns.limit_name == bindparam("limit_name"), outside).with_for_update(skip_locked=True)
    return delete(_table).where(tuple_(*key).in_(over))


def _oldest() -> ColumnElement[int]:
    return cast(func.substr(_columns.times, 1, _DIGITS), BigInteger)


def _given(name: str) -> Any:
    return bindparam(name, type_=BigInteger)
