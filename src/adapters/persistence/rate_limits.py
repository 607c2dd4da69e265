"""The providers' rate limits on a database: one row for each, and one statement to take a turn.

A row says until when the rate is used up by what was taken, if all were spaced evenly ("generic cell rate algorithm").
Times are microseconds since 1970, with which both databases calculate alike.
"""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, and_, bindparam, case, not_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.persistence import tables
from adapters.persistence.engine import Engines
from adapters.persistence.failures import storage_failures
from adapters.persistence.statements import insert_into
from application.ports.rate_limits import LONGEST_CLOSURE, STRAY, Pace
from domain.provider import ProviderName

_table = tables.rate_limits
_used = _table.c.used_until
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class SqlRateLimits:
    """The row is everybody's, so no statement holds it until a process finds the time to end a transaction."""

    engines: Engines = field(repr=False)

    async def take(self, provider: ProviderName, pace: Pace, now: datetime) -> timedelta:
        given = {
            "provider": provider,
            "now": _micros(now),
            "interval": pace.interval // _MICROSECOND,
            "latest": _micros(now + pace.slack + pace.patience),
            "stray": _micros(now + pace.slack + STRAY),
        }
        with storage_failures():
            async with self._connected() as connection:
                taken = (await connection.execute(_take(connection.dialect.name), given)).scalar_one_or_none()
                used_until = await _used_until(connection, provider) if taken is None else taken - given["interval"]
        return max(timedelta(), _EPOCH + used_until * _MICROSECOND - pace.slack - now)

    async def close(self, provider: ProviderName, pace: Pace, now: datetime, wait: timedelta) -> None:
        given = {
            "provider": provider,
            "until": _micros(now + min(wait, LONGEST_CLOSURE) + pace.slack),
            "stray": _micros(now + pace.slack + STRAY),
        }
        with storage_failures():
            async with self._connected() as connection:
                (await connection.execute(_close(connection.dialect.name), given)).close()

    def _connected(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """SQLite keeps its own way to begin: AUTOCOMMIT would stay with its one connection that writes."""
        if self.engines.writing.dialect.name == "sqlite":
            return self.engines.writing.begin()
        return self.engines.writing.execution_options(isolation_level="AUTOCOMMIT").begin()


async def _used_until(connection: AsyncConnection, provider: ProviderName) -> int:
    found: int = (await connection.execute(select(_used).where(_table.c.provider == provider))).scalar_one()
    return found


@cache
def _take(dialect: str) -> Any:
    """Answers with the turn's own interval added; nothing if the line is too long."""
    now, interval = _given("now"), _given("interval")
    insert = insert_into(_table, dialect).values(provider=bindparam("provider"), used_until=now + interval)
    return insert.on_conflict_do_update(
        index_elements=[_table.c.provider],
        set_={"used_until": case((_used.between(now, _given("stray")), _used), else_=now) + interval},
        where=not_(and_(_used > _given("latest"), _used <= _given("stray"))),
    ).returning(_used)


@cache
def _close(dialect: str) -> Any:
    insert = insert_into(_table, dialect).values(provider=bindparam("provider"), used_until=_given("until"))
    later = _used.between(insert.excluded.used_until, _given("stray"))
    return insert.on_conflict_do_update(
        index_elements=[_table.c.provider],
        set_={"used_until": case((later, _used), else_=insert.excluded.used_until)},
    )


def _given(name: str) -> Any:
    return bindparam(name, type_=BigInteger)


def _micros(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND
