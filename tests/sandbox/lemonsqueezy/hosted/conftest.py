"""A browser that keeps cookies."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest_asyncio

from sandbox.lemonsqueezy.stage import Stage


@pytest_asyncio.fixture
async def person(stage: Stage) -> AsyncIterator[httpx.AsyncClient]:
    async with stage.person() as client:
        yield client
