"""No work is lost when a job runner dies or the database is unavailable."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from application.ports.provider.updates import ProviderUpdate
from application.ports.storage.inbox import DeliveryStatus
from contracts.engine.at_work import AtWork, until, working
from examples import ALPHA, ref, told_subscription
from postgres import DatabaseUrl
from processes import on_postgresql

finding_what_is_overdue = pytest.mark.parametrize(
    "kind_of_engine", ["poll", on_postgresql("procrastinate"), on_postgresql("sweep alone")], indirect=True
)
"""Nobody is told when a lease runs out."""


@finding_what_is_overdue
async def test_fetch_of_a_dead_job_runner_is_repeated_after_its_lease_expired(at_work: AtWork) -> None:
    at_work.knows(ref("left"), ref("other"))
    await at_work.asks(ref("left"))
    async with at_work.storage.begin() as uow:
        lease = timedelta(minutes=5)
        assert await uow.fetch_queue.lease(frozenset({ALPHA}), at_work.clock.now(), limit=1, lease=lease)
        await uow.commit()
    async with working(at_work.engine()):
        await at_work.asks(ref("other"))
        await until(lambda: at_work.mirrored(ref("other")))
        assert not await at_work.mirrored(ref("left"))
        at_work.passes(minutes=5)
        await until(lambda: at_work.mirrored(ref("left")))


@finding_what_is_overdue
async def test_delivery_of_a_dead_job_runner_is_applied_by_another_and_both_attempts_count(at_work: AtWork) -> None:
    told = told_subscription()
    await at_work.arrives("delivery", says=ProviderUpdate(snapshots=(told,)))
    at_work.passes(hours=1)
    async with at_work.storage.begin() as uow:
        lease = timedelta(minutes=1)
        assert await uow.inbox.lease(frozenset({ALPHA}), at_work.clock.now(), limit=1, lease=lease)
        await uow.commit()
    at_work.passes(minutes=1)
    async with working(at_work.engine()):
        await until(lambda: at_work.mirrored(told.ref))
    delivery = await at_work.delivery("delivery")
    assert (delivery.status, delivery.attempts) == (DeliveryStatus.APPLIED, 3)


async def test_job_runner_survives_a_database_outage(at_work: AtWork) -> None:
    at_work.knows(ref("before"), ref("after"))
    async with working(at_work.engine()):
        await at_work.asks(ref("before"))
        await until(lambda: at_work.mirrored(ref("before")))
        with away(at_work.url):
            await until(lambda: is_unavailable(at_work))
        await until(lambda: is_back(at_work))
        await at_work.asks(ref("after"))
        await until(lambda: at_work.mirrored(ref("after")))


async def is_unavailable(at_work: AtWork) -> bool:
    try:
        await at_work.storage.check()
    except Exception:
        return True
    return False


async def is_back(at_work: AtWork) -> bool:
    return not await is_unavailable(at_work)


@contextmanager
def away(url: str) -> Iterator[None]:
    """Refuse new connections to the database and close the existing ones."""
    if url.startswith("sqlite"):
        file = Path(url.removeprefix("sqlite:///"))
        elsewhere = file.rename(file.with_suffix(".away"))
        yield
        elsewhere.rename(file)
        return
    name = url.rpartition("/")[2]
    with psycopg.connect(DatabaseUrl(url).of("postgres"), autocommit=True) as operator:
        operator.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(sql.Identifier(name)))
        operator.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        yield
        operator.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(sql.Identifier(name)))
