"""The service works through a pooler in transaction mode, and reports a remedy if the URL does not name the pooler."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import make_url, text

from adapters.persistence.database import Database, make_engines
from adapters.persistence.database_url import InvalidDatabaseUrl
from adapters.persistence.operations.customer_limits import SqlCustomerLimits
from adapters.persistence.operations.rate_limits import SqlRateLimits
from adapters.persistence.pooler import PoolerNotNamed
from adapters.persistence.storage import SqlStorage
from application.ports.operations.customer_limits import CustomerLimit
from application.ports.operations.rate_limits import RateLimit
from contracts.engine.at_work import NEVER, AtWork, until, working
from contracts.persistence.writing import ada, delivery, register
from entrypoints.container import migrate
from examples import ADA, ALPHA, ref
from integration.persistence.pooling import Pooler, pooling
from postgres import DatabaseUrl

LIMITS = ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout", "timezone")


@dataclass
class Pooled:
    """`url` names the pooler; `bare_url` leads to the pooler without naming it."""

    pooler: Pooler
    bare_url: str
    closing: AsyncExitStack = field(default_factory=AsyncExitStack)

    @property
    def url(self) -> str:
        return f"{self.bare_url}?pooled=transaction"

    def engines(self, url: str) -> Database:
        engines = make_engines(url, connections=1)
        self.closing.push_async_callback(engines.dispose)
        return engines


@pytest.fixture
async def pooled(postgresql_url: DatabaseUrl) -> AsyncIterator[Pooled]:
    direct = make_url(postgresql_url)
    assert direct.host is not None
    assert direct.port is not None
    async with pooling(direct.host, direct.port) as (pooler, port):
        url = direct.set(host="127.0.0.1", port=port).render_as_string(hide_password=False)
        pooled = Pooled(pooler, url)
        async with pooled.closing:
            yield pooled


async def test_storage_and_limits_work_and_leave_no_session_state(pooled: Pooled) -> None:
    await migrate(pooled.url)
    engines = pooled.engines(pooled.url)
    storage = SqlStorage(engines)
    await storage.check()
    await register(storage, ada)
    pace = RateLimit(at_once=20, interval=timedelta(seconds=1), patience=timedelta())
    limit = CustomerLimit(name="portal_sessions", most=20, window=timedelta(minutes=1))
    for number in range(10):
        async with storage.begin() as uow:
            await uow.inbox.receive([delivery(str(number))])
            await uow.commit()
        assert await storage.customer_records(ADA) is not None
        assert await SqlRateLimits(engines).acquire(ALPHA, pace) == timedelta()
        assert await SqlCustomerLimits(engines).admit(limit, ADA) == timedelta()
    assert pooled.pooler.leaks == []


@pytest.mark.parametrize("kind", ["writing", "reading"])
async def test_each_transaction_has_the_limits_of_a_direct_session(
    pooled: Pooled, postgresql_url: DatabaseUrl, kind: str
) -> None:
    async def limits(engines: Database) -> list[str]:
        async with getattr(engines, kind).connect() as connection:
            return [(await connection.execute(text(f"SHOW {name}"))).scalar_one() for name in LIMITS]

    assert await limits(pooled.engines(pooled.url)) == await limits(pooled.engines(postgresql_url))


async def test_jobs_run_through_the_pooler(pooled: Pooled) -> None:
    at_work = AtWork(url=pooled.url, looks_every=NEVER)
    pooled.closing.push_async_callback(at_work.engines.dispose)
    wanted = [ref(f"sub_{number}") for number in range(8)]
    at_work.knows(*wanted)
    async with working(at_work.engine()):
        for each in wanted:
            await at_work.asks(each)
            await until(partial(at_work.mirrored, each))
    assert pooled.pooler.leaks == []


async def test_undeclared_pooler_is_refused_with_a_remedy(pooled: Pooled) -> None:
    with pytest.raises(PoolerNotNamed) as refused:
        await SqlStorage(pooled.engines(pooled.bare_url)).check()
    assert "pooled=transaction" in refused.value.next_step


def test_other_pooling_modes_are_refused() -> None:
    with pytest.raises(InvalidDatabaseUrl, match="pooled=transaction"):
        make_engines("postgresql://localhost/portal?pooled=session")
