"""An interface of its own for every test."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from integration.http.api import Api, fresh_api


@pytest.fixture
async def api() -> AsyncIterator[Api]:
    fresh = fresh_api()
    yield fresh
    await fresh.close()
