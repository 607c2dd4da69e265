"""Every kind of job runner, each on its own database."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from contracts.engine.at_work import NEVER, OFTEN, AtWork
from processes import on_postgresql


@pytest.fixture(params=["poll", *map(on_postgresql, ("procrastinate", "jobs alone", "sweep alone"))])
def kind_of_engine(request: pytest.FixtureRequest) -> str:
    """Name a job runner, or one that lacks either of its two ways to learn what is due."""
    kind: str = request.param
    return kind


@pytest.fixture
def url_of_engine(kind_of_engine: str, request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue("sqlite_url" if kind_of_engine == "poll" else "postgresql_url")
    return url


@pytest.fixture
async def at_work(kind_of_engine: str, url_of_engine: str) -> AsyncIterator[AtWork]:
    """Build the rig: without sweeps only jobs remain, and without notifications only the sweep."""
    looks_every = NEVER if kind_of_engine == "jobs alone" else OFTEN
    at_work = AtWork(url=url_of_engine, told=kind_of_engine != "sweep alone", looks_every=looks_every)
    yield at_work
    await at_work.engines.dispose()
