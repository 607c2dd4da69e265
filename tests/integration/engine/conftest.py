"""PostgreSQL with the job runner's tables."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from contracts.engine.at_work import AtWork
from postgres import DatabaseUrl


@pytest.fixture
async def on_postgresql(postgresql_url: DatabaseUrl) -> AsyncIterator[AtWork]:
    at_work = AtWork(url=postgresql_url)
    yield at_work
    await at_work.engines.dispose()
