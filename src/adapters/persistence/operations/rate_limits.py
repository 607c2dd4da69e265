"""The providers' rate limits on a database: one row for each, and one statement to take a turn.

A row says until when the rate is used up by what was taken, if all were spaced evenly ("generic cell rate algorithm").
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, bindparam, case, not_, select

from adapters.persistence import tables
from adapters.persistence.database import Database
from adapters.persistence.errors import storage_failures
from adapters.persistence.operations.database_clock import MICROSECOND, SharedTime, at_return, at_start
from adapters.persistence.sql import insert_into
from application.ports.errors import Throttled
from application.ports.operations.clock import Clock
from application.ports.operations.rate_limits import MAX_BLOCK, MAX_FUTURE_SKEW, RateLimit
from domain.provider import ProviderName

_table = tables.rate_limits
_used = _table.c.used_until


@dataclass(frozen=True, slots=True)
class SqlRateLimits:
    """`clock`: replaces the one that the processes share."""

    engines: Database = field(repr=False)
    clock: Clock | None = None

    async def acquire(self, provider: ProviderName, pace: RateLimit) -> timedelta:
        time = SharedTime.of(self.engines, self.clock)
        interval: int = pace.interval // MICROSECOND
        given = {
            "provider": provider,
            "interval": interval,
            "ahead": (pace.slack + pace.patience) // MICROSECOND,
            "stray": (pace.slack + MAX_FUTURE_SKEW) // MICROSECOND,
        }
        with storage_failures():
            async with self.engines.committing() as connection:
                now = time.parameters()
                take = _take(connection.dialect.name, of_server=time.is_servers)
                taken: int | None = (await connection.execute(take, {**given, **now})).scalar_one_or_none()
                if taken is not None:
                    ahead = taken - interval
                else:
                    look = _ahead(of_server=time.is_servers)
                    ahead = (await connection.execute(look, {"provider": provider, **now})).scalar_one()
        wait: timedelta = max(ahead * MICROSECOND - pace.slack, timedelta())
        if taken is None:
            raise Throttled(provider, retry_after=wait)
        return max(wait - time.since(now), timedelta())

    async def block(self, provider: ProviderName, pace: RateLimit, wait: timedelta) -> None:
        time = SharedTime.of(self.engines, self.clock)
        given = {
            "provider": provider,
            "closed": (min(wait, MAX_BLOCK) + pace.slack) // MICROSECOND,
            "stray": (pace.slack + MAX_FUTURE_SKEW) // MICROSECOND,
        }
        with storage_failures():
            async with self.engines.committing() as connection:
                statement = _close(connection.dialect.name, of_server=time.is_servers)
                (await connection.execute(statement, given | time.parameters())).close()


@cache
def _take(dialect: str, *, of_server: bool) -> Any:
    """Returns how far the rate is used up, including this turn; nothing if the line is too long."""
    now, interval = at_start(of_server=of_server), _given("interval")
    stray = now + _given("stray")
    insert = insert_into(_table, dialect).values(provider=bindparam("provider"), used_until=now + interval)
    return insert.on_conflict_do_update(
        index_elements=[_table.c.provider],
        set_={"used_until": case((_used.between(now, stray), _used), else_=now) + interval},
        where=not_(_used.between(now + _given("ahead") + 1, stray)),
    ).returning(_used - at_return(of_server=of_server))


@cache
def _ahead(*, of_server: bool) -> Any:
    return select(_used - at_return(of_server=of_server)).where(_table.c.provider == bindparam("provider"))


@cache
def _close(dialect: str, *, of_server: bool) -> Any:
    now = at_start(of_server=of_server)
    insert = insert_into(_table, dialect).values(provider=bindparam("provider"), used_until=now + _given("closed"))
    later = _used.between(insert.excluded.used_until, now + _given("stray"))
    return insert.on_conflict_do_update(
        index_elements=[_table.c.provider],
        set_={"used_until": case((later, _used), else_=insert.excluded.used_until)},
    )


def _given(name: str) -> Any:
    return bindparam(name, type_=BigInteger)
