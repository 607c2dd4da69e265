"""Every database has the tables that this code needs, or is refused."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from adapters.persistence import schema
from adapters.persistence.database import Database, DatabaseMissing, make_engines
from adapters.persistence.metadata import metadata
from adapters.persistence.schema import VERSIONS, SchemaOutdated, SchemaTooNew, migrate
from adapters.persistence.storage import SqlStorage
from application.ports.errors import StorageUnavailable
from postgres import temporary_database


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the URL of a database that was never migrated."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
    else:
        with temporary_database(request.getfixturevalue("postgres_server")) as url:
            yield url


async def check(url: str) -> None:
    engines = make_engines(url)
    try:
        await SqlStorage(engines).check()
    finally:
        await engines.dispose()


async def pretend(url: str, version: str) -> None:
    engines = make_engines(url)
    async with engines.writing.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})
    await engines.dispose()


def is_ours(name: str | None, kind: str, _: object) -> bool:
    return not (kind == "table" and (name or "").startswith("procrastinate_"))


def differences(connection: Connection) -> list[object]:
    """Compare the tables, except those of the job runner."""
    opts = {"compare_type": True, "compare_server_default": True, "include_name": is_ours}
    context = MigrationContext.configure(connection, opts=opts)
    return list(compare_metadata(context, metadata))


async def test_migrations_create_the_described_tables(sql_storage: SqlStorage) -> None:
    async with sql_storage.engines.writing.connect() as connection:
        assert await connection.run_sync(differences) == []


def test_versions_are_those_of_the_migrations() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    scripts = ScriptDirectory.from_config(config).walk_revisions()
    assert tuple(script.revision for script in scripts)[::-1] == VERSIONS


async def test_database_can_be_migrated_from_nothing_and_again(empty_url: str) -> None:
    await migrate(empty_url)
    await migrate(empty_url)
    await check(empty_url)


async def test_concurrent_migrations_succeed(empty_url: str) -> None:
    await asyncio.gather(migrate(empty_url), migrate(empty_url))
    await check(empty_url)


async def test_unmigrated_database_is_refused_with_a_remedy(empty_url: str) -> None:
    with pytest.raises(StorageUnavailable) as refused:
        await check(empty_url)
    assert "`customer-portal migrate`" in refused.value.next_step


def test_check_does_not_create_an_sqlite_file(tmp_path: Path) -> None:
    with pytest.raises(DatabaseMissing):
        asyncio.run(check(f"sqlite:///{tmp_path / 'mistyped.db'}"))
    assert list(tmp_path.iterdir()) == []


async def test_database_of_an_older_version_is_refused_with_a_remedy(database_url: str) -> None:
    await pretend(database_url, VERSIONS[0])
    with pytest.raises(SchemaOutdated) as refused:
        await check(database_url)
    assert refused.value.next_step == "run `customer-portal migrate`"


async def test_database_of_a_later_version_is_refused_and_left_untouched(database_url: str) -> None:
    await pretend(database_url, "9999")
    with pytest.raises(SchemaTooNew, match="newer"):
        await check(database_url)
    with pytest.raises(SchemaTooNew, match="newer"):
        await migrate(database_url)


async def test_failed_migration_is_rolled_back(empty_url: str) -> None:
    engines: Database = make_engines(empty_url, create=True)
    async with engines.writing.begin() as connection:
        await connection.execute(text("CREATE TABLE claims (in_the_way INTEGER)"))
    await engines.dispose()
    with pytest.raises(StorageUnavailable):
        await migrate(empty_url)
    with pytest.raises(SchemaOutdated):
        await check(empty_url)
