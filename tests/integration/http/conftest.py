"""Each test gets its own interface."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from application.ports.storage.storage import Storage
from contracts.providers.lemonsqueezy_under_test import LemonSqueezyUnderTest
from integration.http.api import Api, fresh_api
from integration.http.served import Served, served


@pytest.fixture
async def api() -> AsyncIterator[Api]:
    fresh = fresh_api()
    yield fresh
    await fresh.close()


@pytest.fixture
async def shop(storage: Storage) -> AsyncIterator[Served]:
    """Serve a Lemon Squeezy store on every kind of storage."""
    made = served(LemonSqueezyUnderTest(), storage)
    yield made
    await made.api.close()
