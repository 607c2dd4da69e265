"""The clock that all processes of one database share.

On PostgreSQL it is the server's, because the processes may run on several machines. SQLite serves the processes of one
machine, so that machine's clock is shared. Times are microseconds since 1970, which both databases calculate with in
the same way.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, bindparam, cast, extract, func

from adapters.clock import SystemClock
from adapters.persistence.database import Database
from application.ports.operations.clock import Clock

MICROSECOND = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_IN_A_SECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class SharedTime:
    """`clock`: what supplies the parameter `now` of a statement; None if the server supplies the time itself."""

    clock: Clock | None

    @classmethod
    def of(cls, engines: Database, instead: Clock | None) -> SharedTime:
        """`instead`: a clock that replaces the shared one."""
        if instead is None and engines.writing.dialect.name == "sqlite":
            return cls(SystemClock())
        return cls(instead)

    @property
    def is_servers(self) -> bool:
        return self.clock is None

    def parameters(self) -> dict[str, int]:
        """Read the clock for a statement that is about to run."""
        return {} if self.clock is None else {"now": _micros(self.clock.now())}

    def since(self, given: dict[str, int]) -> timedelta:
        """Return how much time has passed since `parameters`, or zero if the statement has taken account of that."""
        if self.clock is None:
            return timedelta()
        return max((_micros(self.clock.now()) - given["now"]) * MICROSECOND, timedelta())


def at_start(*, of_server: bool) -> Any:
    """The moment at which a statement began: the same wherever it occurs in the statement."""
    return _micros_of(func.statement_timestamp()) if of_server else _now()


def at_return(*, of_server: bool) -> Any:
    """The moment at which a statement returns a row, after any wait for a lock."""
    return _micros_of(func.clock_timestamp()) if of_server else _now()


def _micros_of(server_time: Any) -> Any:
    return cast(extract("epoch", server_time) * _IN_A_SECOND, BigInteger)


def _now() -> Any:
    return bindparam("now", type_=BigInteger)


def _micros(moment: datetime) -> int:
    return (moment - _EPOCH) // MICROSECOND
