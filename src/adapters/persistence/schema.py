"""The version of a database's tables, and their migration to the version of this code."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.persistence.database import make_engines
from adapters.persistence.errors import storage_failures
from application.ports.errors import StorageUnavailable

VERSIONS = tuple(f"{number:04}" for number in range(1, 22))
"""In order; the last one is what this code works with. Said here, so that a check need not load the migrations."""

_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 0x637573746F6D6572
"""So that two processes that start together do not migrate together."""


Besides = Callable[[AsyncConnection], Awaitable[None]]


class SchemaOutdated(StorageUnavailable):
    """The database is older than this code, or was never migrated."""

    next_step = "run `customer-portal migrate`"

    def __init__(self) -> None:
        super().__init__("the database schema is older than this version")


class SchemaTooNew(StorageUnavailable):
    """The database was migrated by a later version, whose rows this one would misread."""

    next_step = "install the version that migrated the database, or a later one"

    def __init__(self) -> None:
        super().__init__("the database schema is newer than this version")


async def migrate(url: str, *, besides: Besides | None = None) -> None:
    """Creates the tables, or brings them up to date; all of it happens or nothing.

    `besides`: what is done in the same transaction.

    Raises:
        InvalidDatabaseUrl
        SchemaTooNew: nothing was changed.
        StorageUnavailable
    """
    engines = make_engines(url, connections=1, create=True)
    try:
        with storage_failures():
            async with engines.writing.begin() as connection:
                await connection.run_sync(_upgrade)
                if besides is not None:
                    await besides(connection)
    finally:
        await engines.dispose()


async def check(engine: AsyncEngine) -> None:
    """
    Raises:
        SchemaOutdated, SchemaTooNew
    """
    async with engine.connect() as connection:
        _judge(await connection.run_sync(_version))


def _judge(version: str | None) -> None:
    if version is None or version in VERSIONS[:-1]:
        raise SchemaOutdated
    if version != VERSIONS[-1]:
        raise SchemaTooNew


def _version(connection: Connection) -> str | None:
    """None where nothing was ever migrated."""
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    version: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return version


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415  # costly, and needed by nobody who only serves
    from alembic.config import Config  # noqa: PLC0415

    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL lock_timeout = '60s'"))
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    version = _version(connection)
    if version is not None and version not in VERSIONS:
        raise SchemaTooNew
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
