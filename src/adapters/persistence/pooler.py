"""PostgreSQL behind a pooler that gives out each connection for one transaction, as pgbouncer in transaction mode does.

Such a pooler refuses startup options, and settings and prepared statements of a session reach the client that gets the
connection next. With `?pooled=transaction` in the database URL, every limit is set in each transaction, and nothing is
prepared.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import URL, Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.persistence.database_url import InvalidDatabaseUrl
from application.ports.errors import StorageUnavailable

PARAMETER = "pooled"
_TRANSACTION = "transaction"
REFUSAL = "unsupported startup parameter"
"""pgbouncer answers this to a client that sends options (pgbouncer documentation, `ignore_startup_parameters`)."""

NOTHING_PREPARED: Mapping[str, Any] = {"prepare_threshold": None}
"""For psycopg, which otherwise prepares a statement after five runs (psycopg documentation, "Prepared statements")."""


class PoolerNotNamed(StorageUnavailable):
    """The database URL leads to a pooler, and does not say so."""

    next_step = f"add ?{PARAMETER}={_TRANSACTION} to DATABASE_URL, or connect to PostgreSQL directly"

    def __init__(self) -> None:
        super().__init__("a connection pooler rejects the startup options")


def without_pooler(url: URL) -> tuple[URL, bool]:
    """The URL for the driver, and whether a pooler is named in it.

    Raises:
        InvalidDatabaseUrl
    """
    named = url.query.get(PARAMETER)
    if named not in (None, _TRANSACTION):
        raise InvalidDatabaseUrl(f"must not have another {PARAMETER} than {PARAMETER}={_TRANSACTION}")
    return url.difference_update_query([PARAMETER]), named is not None


def set_in_each_transaction(engine: AsyncEngine, settings: Mapping[str, str]) -> None:
    """Set these when a transaction begins. PostgreSQL takes them back when it ends.

    `settings`: names and values of our own, which need no quoting.
    """
    statement = "SELECT " + ", ".join(f"set_config('{name}', '{value}', true)" for name, value in settings.items())

    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(statement).close()

    event.listen(engine.sync_engine, "begin", begin)
