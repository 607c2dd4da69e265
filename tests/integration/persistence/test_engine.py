"""Database connections fail early, keep their settings and never show their password."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from adapters.persistence.database import make_engines
from adapters.persistence.database_url import InvalidDatabaseUrl, database_url
from adapters.persistence.storage import SqlStorage
from application.ports.errors import StorageUnavailable
from silence.made_up import secret
from timeouts import TIMEOUT

PASSWORD = secret("pw-secret")


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgres://ada:pw@db:5432/portal", "postgresql+psycopg://ada:***@db:5432/portal"),
        ("postgresql://ada:pw@db/portal?sslmode=require", "postgresql+psycopg://ada:***@db/portal?sslmode=require"),
        ("postgresql+psycopg://ada:pw@db/portal", "postgresql+psycopg://ada:***@db/portal"),
        ("sqlite:///portal.db", "sqlite+aiosqlite:///portal.db"),
        ("sqlite+aiosqlite:////var/portal.db", "sqlite+aiosqlite:////var/portal.db"),
    ],
)
def test_every_spelling_of_a_database_url_selects_its_driver(given: str, used: str) -> None:
    assert str(database_url(given)) == used


@pytest.mark.parametrize(
    "given",
    [
        "",
        "nonsense",
        f"mysql://ada:{PASSWORD}@db/portal",
        f"postgresql://ada:{PASSWORD}@db:port/x",
        "sqlite://",
        "sqlite:///:memory:",
    ],
)
def test_unsupported_database_url_is_refused_without_its_password(given: str) -> None:
    with pytest.raises(InvalidDatabaseUrl) as refused:
        database_url(given)
    assert PASSWORD not in str(refused.value)
    assert "://" in str(refused.value)


async def test_password_is_never_shown() -> None:
    engines = make_engines(f"postgresql://ada:{PASSWORD}@127.0.0.1:1/portal")
    storage = SqlStorage(engines)
    with pytest.raises(StorageUnavailable) as failure:
        await storage.check()
    shown = [repr(storage), repr(engines), str(failure.value), repr(failure.value)]
    assert not any(PASSWORD in text for text in shown)
    assert failure.value.__suppress_context__
    await engines.dispose()


async def test_reads_of_one_connection_see_one_snapshot(sql_storage: SqlStorage) -> None:
    count = text("SELECT count(*) FROM installation")
    async with sql_storage.engines.reading.connect() as reading:
        before = (await reading.execute(count)).scalar()
        async with sql_storage.begin() as uow:
            await uow.installation.get_or_set({"mode": "test"})
            await uow.commit()
        assert (await reading.execute(count)).scalar() == before == 0


async def test_sqlite_commits_survive_a_power_failure(sqlite_url: str) -> None:
    engines = make_engines(sqlite_url)
    for engine in (engines.writing, engines.reading):
        async with engine.connect() as connection:
            settings = [(await connection.execute(text(f"PRAGMA {name}"))).scalar() for name in PRAGMAS]
        assert settings == list(PRAGMAS.values())
    await engines.dispose()


PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}


async def test_postgresql_statements_have_time_limits(postgresql_url: str) -> None:
    engines = make_engines(postgresql_url)
    for engine in (engines.writing, engines.reading):
        async with engine.connect() as connection:
            settings = [(await connection.execute(text(f"SHOW {name}"))).scalar() for name in LIMITS]
        assert settings == list(LIMITS.values())
    await engines.dispose()


LIMITS = {
    "lock_timeout": "5s",
    "statement_timeout": "15s",
    "idle_in_transaction_session_timeout": "15s",
    "TimeZone": "UTC",
}


async def test_units_of_work_run_concurrently_up_to_the_number_of_connections(postgresql_url: str) -> None:
    engines = make_engines(postgresql_url, connections=3)
    storage = SqlStorage(engines)
    everybody_is_in = asyncio.Barrier(3)

    async def work() -> None:
        async with storage.begin() as uow:
            await uow.installation.get_or_set({})
            await everybody_is_in.wait()

    async with asyncio.timeout(TIMEOUT):
        await asyncio.gather(*(work() for _ in range(3)))
    await engines.dispose()


async def test_removed_or_replaced_file_is_never_written_to(sqlite_url: str) -> None:
    engines = make_engines(sqlite_url)
    storage = SqlStorage(engines)
    await storage.check()
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    async with storage.begin() as uow:
        await uow.installation.get_or_set({"mode": "test"})
    shutil.move(file, file.with_suffix(".moved"))
    with pytest.raises(StorageUnavailable):
        async with storage.begin() as uow:
            await uow.installation.get_or_set({"mode": "test"})
    with pytest.raises(StorageUnavailable):
        await storage.check()
    shutil.move(file.with_suffix(".moved"), file)
    await storage.check()
    await engines.dispose()
