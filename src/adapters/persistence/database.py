"""Connections to the database: some to write with, some to read with."""

from __future__ import annotations

import os
import sqlite3
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import Any

from sqlalchemy import URL, Connection, event
from sqlalchemy.exc import DisconnectionError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from adapters.persistence.database_url import database_url
from adapters.persistence.pooler import NOTHING_PREPARED, set_in_each_transaction, without_pooler
from application.ports.errors import StorageUnavailable

TIMEOUT = timedelta(seconds=5)
"""How long is waited for a server to answer, for a free connection, or for a lock."""

_LONGEST_STATEMENT = timedelta(seconds=15)
_LONGEST_PAUSE_IN_A_TRANSACTION = timedelta(seconds=15)
_SECOND, _MILLISECOND = timedelta(seconds=1), timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """Holds the engines for writing and for reading. Reads see one consistent snapshot and take no locks.

    `pooled`: whether a pooler gives out PostgreSQL's connections for one transaction each.
    """

    writing: AsyncEngine
    reading: AsyncEngine
    pooled: bool = False

    def committing(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A connection to write with on which, on PostgreSQL, each statement commits by itself.

        This suits rows that all processes write: none is locked for longer than its statement takes. SQLite keeps its
        own way to begin: AUTOCOMMIT would stay with its one connection that writes. Behind a pooler, the limits of time
        hold only in a transaction.
        """
        if self.pooled or self.writing.dialect.name == "sqlite":
            return self.writing.begin()
        return self.writing.execution_options(isolation_level="AUTOCOMMIT").begin()

    async def dispose(self) -> None:
        """Closes every connection."""
        await self.writing.dispose()
        await self.reading.dispose()


class DatabaseMissing(StorageUnavailable):
    """Raised if the SQLite file does not exist. SQLite itself would create an empty one for a mistyped name."""

    next_step = "check DATABASE_URL, or run `customer-portal migrate` (or `serve`) to create the file"

    def __init__(self) -> None:
        super().__init__("the SQLite file does not exist")


def make_engines(url: str, *, connections: int = 20, patience: timedelta = TIMEOUT, create: bool = False) -> Database:
    """
    `connections`: as many as units of work may run at once; fewer make them wait for each other. `create`: makes the
    SQLite file where there is none, in place of `DatabaseMissing` from whatever connects.

    Raises:
        InvalidDatabaseUrl
    """
    parsed = database_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed, connections, patience, create=create)
    return _postgresql(parsed, connections, patience)


def postgresql_parameters(engines: Database) -> dict[str, Any]:
    """With which psycopg itself connects as these do. The password is among them."""
    _, parameters = engines.writing.dialect.create_connect_args(engines.writing.url)
    return {**parameters, **_connecting(TIMEOUT, pooled=engines.pooled)}


def _postgresql(url: URL, connections: int, patience: timedelta) -> Database:
    direct, pooled = without_pooler(url)
    engine = create_async_engine(
        direct,
        hide_parameters=True,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=patience / _SECOND,
        pool_use_lifo=True,
        connect_args=_connecting(patience, pooled=pooled),
    )
    if pooled:
        set_in_each_transaction(engine, _settings(patience))
    reading = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return Database(writing=engine, reading=reading, pooled=pooled)


def _connecting(patience: timedelta, *, pooled: bool) -> dict[str, Any]:
    options = " ".join(f"-c {name}={value}" for name, value in _settings(patience).items())
    return {
        "connect_timeout": ceil(patience / _SECOND),
        "application_name": "customer-portal",
        **(NOTHING_PREPARED if pooled else {"options": options}),
    }


def _settings(patience: timedelta) -> dict[str, str]:
    limits = {
        "lock_timeout": patience,
        "statement_timeout": _LONGEST_STATEMENT,
        "idle_in_transaction_session_timeout": _LONGEST_PAUSE_IN_A_TRANSACTION,
    }
    return {"timezone": "UTC", **{name: str(limit // _MILLISECOND) for name, limit in limits.items()}}


def _sqlite(url: URL, connections: int, patience: timedelta, *, create: bool) -> Database:
    """SQLite has one writer at a time: those of this process queue for its one connection, and need not poll."""
    writing = _sqlite_engine(url, "BEGIN IMMEDIATE", connections=1, patience=patience)
    reading = _sqlite_engine(url, "BEGIN", connections=connections, patience=patience)
    if not create and "uri" not in url.query:
        for engine in (writing, reading):
            event.listen(engine.sync_engine, "do_connect", lambda *_: _refuse_to_create(url))
    return Database(writing=writing, reading=reading)


def _sqlite_engine(url: URL, begin: str, *, connections: int, patience: timedelta) -> AsyncEngine:
    engine = create_async_engine(
        url,
        hide_parameters=True,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=patience / _SECOND,
        # Python's own driver would begin transactions by itself, and only when something is written.
        connect_args={"isolation_level": None, "timeout": patience / _SECOND},
    )

    def configure(connection: Any, _: Any) -> None:
        try:
            _set_up(connection)
        except BaseException:
            connection.close()  # it is in nobody else's hands yet
            raise

    def begin_transaction(connection: Connection) -> None:
        """A file that was removed or replaced takes along what is written to it, and what was already answered for."""
        if connection.info.setdefault("file", _identity(url)) != _identity(url):
            raise DisconnectionError("the database file was replaced")
        connection.exec_driver_sql(begin)

    def roll_back(connection: Any, _: Any, __: Any) -> None:
        """Release the locks of a connection that is invalidated, as after a cancelled statement.

        Closing it does not: SQLite keeps a closed connection and its transaction while a statement has rows left, and
        the traceback of the cancellation refers to the cursor (SQLite documentation, "sqlite3_close_v2()").
        """
        with suppress(sqlite3.Error, SQLAlchemyError):
            connection.rollback()

    event.listen(engine.sync_engine, "connect", configure)
    event.listen(engine.sync_engine, "begin", begin_transaction)
    event.listen(engine.sync_engine, "invalidate", roll_back)
    return engine


def _identity(url: URL) -> tuple[int, int] | None:
    """Identify the file, whatever its path; None if there is none."""
    try:
        found = os.stat(url.database or "")
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _refuse_to_create(url: URL) -> None:
    if _identity(url) is None:
        raise DatabaseMissing


def _set_up(connection: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")  # readers do not wait for the writer, nor the writer for readers
    cursor.execute("PRAGMA synchronous = FULL")  # what was answered for must outlast a power cut
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()
