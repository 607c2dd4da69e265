"""Every engine there is, each on a database of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from contracts.engine.at_work import NEVER, OFTEN, AtWork


@pytest.fixture(params=["poll", "procrastinate", "jobs alone", "sweep alone"])
def kind_of_engine(request: pytest.FixtureRequest) -> str:
    """An engine, and one that has lost either half of how it learns what is due."""
    kind: str = request.param
    return kind


@pytest.fixture
def url_of_engine(kind_of_engine: str, request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue("sqlite_url" if kind_of_engine == "poll" else "postgresql_url")
    return url


@pytest.fixture
async def at_work(kind_of_engine: str, url_of_engine: str) -> AsyncIterator[AtWork]:
    """Whoever never looks for what is overdue has jobs alone; whoever is told of nothing, the sweep."""
    looks_every = NEVER if kind_of_engine == "jobs alone" else OFTEN
    at_work = AtWork(url=url_of_engine, told=kind_of_engine != "sweep alone", looks_every=looks_every)
    yield at_work
    await at_work.engines.dispose()
