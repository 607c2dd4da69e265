"""Database failures become the application's errors and reveal no private data."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import threading
import traceback
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from adapters.persistence.database import make_engines
from adapters.persistence.errors import ValueNotStorable
from adapters.persistence.storage import SqlStorage
from application.execution.stack_trace import stack_trace
from application.ports.errors import StorageUnavailable, WriteConflict
from contracts.persistence.writing import ada, register
from domain.catalogue.entry import CatalogueSnapshot
from domain.customer import Customer
from domain.mirror.snapshot import ObjectKind
from examples import ADA, claim, known, pushed, ref, told_payment, told_subscription
from postgres import DatabaseUrl
from silence.made_up import secret

pytestmark = pytest.mark.usefixtures("_every_exception_is_heard")
PRIVATE = (secret("augusta@rows.example"), secret("Augusta of the Rows"))


@pytest.fixture
async def postgresql(postgresql_url: DatabaseUrl) -> AsyncIterator[SqlStorage]:
    engines = make_engines(postgresql_url)
    yield SqlStorage(engines)
    await engines.dispose()


async def test_database_without_tables_is_unavailable(tmp_path: Path) -> None:
    engines = make_engines(f"sqlite:///{tmp_path / 'empty.db'}", create=True)
    with pytest.raises(StorageUnavailable):
        await SqlStorage(engines).customer_records(ADA)
    await engines.dispose()


async def test_file_that_cannot_be_opened_is_unavailable(tmp_path: Path) -> None:
    engines = make_engines(f"sqlite:///{tmp_path / 'no such folder' / 'portal.db'}", create=True)
    with pytest.raises(StorageUnavailable):
        await register(SqlStorage(engines), ada)
    await engines.dispose()
    for thread in threading.enumerate():
        if "_connection_worker_thread" in thread.name:
            thread.join(
                timeout=10
            )  # after a failure the thread ends by itself, but first reports to this test's event loop


async def test_file_that_is_not_a_database_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Ada, " * 200)
    engines = make_engines(f"sqlite:///{tmp_path / 'letter.txt'}")
    with pytest.raises(StorageUnavailable):
        await SqlStorage(engines).check()
    await engines.dispose()


async def test_server_that_closes_its_connections_is_unavailable_once(
    postgresql: SqlStorage, postgresql_url: DatabaseUrl
) -> None:
    await register(postgresql, ada)
    with psycopg.connect(postgresql_url, autocommit=True) as operator:
        operator.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    with pytest.raises(StorageUnavailable):
        await postgresql.customer_records(ADA)
    assert await postgresql.customer_records(ADA) is not None


async def test_deadlock_is_a_write_conflict_for_one_of_the_two(postgresql: SqlStorage) -> None:
    await register(postgresql, ada)
    one, other = known(told_subscription("one")), known(told_subscription("other"))
    async with postgresql.begin() as uow:
        await uow.mirror.save([one, other])
        await uow.commit()
    both_hold_one = asyncio.Barrier(2)

    async def lock(first: str, second: str) -> None:
        async with postgresql.begin() as uow:
            await uow.mirror.load(frozenset({told_subscription(first).key}))
            await both_hold_one.wait()
            await uow.mirror.load(frozenset({told_subscription(second).key}))

    outcomes = await asyncio.gather(lock("one", "other"), lock("other", "one"), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes if outcome is not None] == [WriteConflict]


async def test_number_that_cannot_be_stored_is_refused_without_showing_it(sql_storage: SqlStorage) -> None:
    impossible = CatalogueSnapshot(
        ref=ref("price"), kind=ObjectKind.PRICE, timestamp=pushed(), interval_count=2**70 + 4711
    )
    with pytest.raises(ValueNotStorable) as refused:
        async with sql_storage.begin() as uow:
            await uow.mirror.save([known(impossible)])
    assert "4711" not in str(refused.value)


async def test_refused_row_is_never_shown(
    database_url: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """PostgreSQL prints the whole row, and SQLAlchemy prints every parameter unless configured not to."""
    caplog.set_level(logging.DEBUG)
    engines = make_engines(database_url)
    email, name = PRIVATE
    incomplete = Customer(id=ADA, registered_at=cast(Any, None), email=email, name=name)
    with pytest.raises(ValueNotStorable) as refused:
        await register(SqlStorage(engines), incomplete)
    await engines.dispose()
    printed = "".join(traceback.format_exception(refused.value))
    told = printed + "\n".join(stack_trace(refused.value)) + repr(refused.value) + caplog.text
    told += "".join(capfd.readouterr())
    assert "ValueNotStorable" in told
    assert [each for each in PRIVATE if each in told] == []


async def test_error_of_the_driver_itself_shows_the_row(postgresql_url: DatabaseUrl) -> None:
    email, _ = PRIVATE
    with psycopg.connect(postgresql_url) as connection, pytest.raises(psycopg.errors.NotNullViolation) as refused:
        connection.execute("INSERT INTO customers (id, email) VALUES ('ada', %s)", [email])
    assert email in str(refused.value)


async def test_failed_statement_does_not_show_its_parameters(database_url: str) -> None:
    engines = make_engines(database_url)
    for engine in (engines.writing, engines.reading):
        with pytest.raises(SQLAlchemyError) as failed:
            async with engine.connect() as connection:
                await connection.execute(text("SELECT :email FROM nowhere"), {"email": PRIVATE[0]})
        assert "parameters hidden" in str(failed.value)
        assert PRIVATE[0] not in str(failed.value) + repr(failed.value)
    await engines.dispose()


async def test_claim_of_an_unregistered_customer_is_refused(sql_storage: SqlStorage) -> None:
    with pytest.raises(ValueNotStorable):
        async with sql_storage.begin() as uow:
            await uow.claims.add([claim()])


async def test_wait_for_a_locked_row_is_limited(postgresql_url: DatabaseUrl) -> None:
    engines = make_engines(postgresql_url, patience=timedelta(milliseconds=50))
    storage = SqlStorage(engines)
    async with storage.begin() as uow:
        await uow.mirror.save([known(told_payment())])
        await uow.commit()
    with psycopg.connect(postgresql_url) as somebody_else:
        somebody_else.execute("SELECT * FROM facets FOR UPDATE")
        with pytest.raises(StorageUnavailable):
            async with storage.begin() as uow:
                await uow.mirror.load(frozenset({told_payment().key}))
    await engines.dispose()


async def test_wait_for_a_locked_file_is_limited(sqlite_url: str) -> None:
    engines = make_engines(sqlite_url, patience=timedelta(milliseconds=50))
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)) as somebody_else:
        somebody_else.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageUnavailable):
            await register(SqlStorage(engines), ada)
        somebody_else.execute("ROLLBACK")
    await register(SqlStorage(engines), ada)
    await engines.dispose()


async def test_wait_for_a_connection_is_limited(database_url: str) -> None:
    engines = make_engines(database_url, connections=1, patience=timedelta(milliseconds=50))
    storage = SqlStorage(engines)
    async with storage.begin() as uow:
        await uow.customers.register([ada])
        with pytest.raises(StorageUnavailable):
            await register(storage, ada)
    await register(storage, ada)
    await engines.dispose()
