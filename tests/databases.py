"""Databases for tests, each with its own: in memory, an SQLite file, a PostgreSQL database."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from adapters.persistence.database import Database, make_engines
from adapters.persistence.operations.rate_limits import SqlRateLimits
from adapters.persistence.storage import SqlStorage
from application.ports.operations.clock import Clock
from application.ports.operations.rate_limits import RateLimits
from application.ports.storage.storage import Storage
from entrypoints.container import migrate
from fakes.in_memory.rate_limits import InMemoryRateLimits
from fakes.storage import InMemoryStorage
from postgres import DatabaseUrl, temporary_database

_IN_MEMORY = None


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with all tables and no rows, to be copied."""
    file = tmp_path_factory.mktemp("sqlite") / "template.db"
    asyncio.run(migrate(f"sqlite:///{file}"))
    return file


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: DatabaseUrl) -> Iterator[str]:
    """Return the name of a database with all tables and no rows, to be copied."""
    with temporary_database(postgres_server) as url:
        asyncio.run(migrate(url))
        yield url.rpartition("/")[2]


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'portal.db')}"


@pytest.fixture
def postgresql_url(
    postgres_server: DatabaseUrl, migrated_postgres: str, request: pytest.FixtureRequest
) -> Iterator[DatabaseUrl]:
    assert request.node.get_closest_marker("processes"), "mark the test with pytest.mark.processes"
    with temporary_database(postgres_server, migrated_postgres) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Return an empty, migrated database of each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def storage_url(request: pytest.FixtureRequest) -> str | None:
    """Return its URL, or None for storage in memory."""
    return _IN_MEMORY if request.param == "memory" else request.getfixturevalue(f"{request.param}_url")


@pytest.fixture
async def storage(storage_url: str | None) -> AsyncIterator[Storage]:
    """Open empty storage of every kind."""
    if storage_url is _IN_MEMORY:
        yield InMemoryStorage()
        return
    engines = make_engines(storage_url)
    try:
        yield SqlStorage(engines)
    finally:
        await engines.dispose()


@asynccontextmanager
async def rate_limits_at(storage_url: str | None, clock: Clock) -> AsyncIterator[RateLimits]:
    """Return unused rate limits on that database or in memory."""
    if storage_url is _IN_MEMORY:
        yield InMemoryRateLimits(clock)
        return
    engines = make_engines(storage_url)
    try:
        yield SqlRateLimits(engines, clock)
    finally:
        await engines.dispose()


@asynccontextmanager
async def engines_on_copy(migrated_sqlite: Path, *, connections: int = 20) -> AsyncIterator[Database]:
    """Yield engines on a new copy of the file, since all examples of a property share one `tmp_path`."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{shutil.copy(migrated_sqlite, Path(folder) / 'portal.db')}"
        engines = make_engines(url, connections=connections)
        try:
            yield engines
        finally:
            await engines.dispose()


@pytest.fixture
async def sql_storage(database_url: str) -> AsyncIterator[SqlStorage]:
    """Open empty storage on every kind of database."""
    engines = make_engines(database_url)
    try:
        yield SqlStorage(engines)
    finally:
        await engines.dispose()
