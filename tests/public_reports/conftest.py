"""Each test gets its own company."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from public_reports.reported import Company, open_company


@pytest.fixture
async def company() -> AsyncIterator[Company]:
    opened = open_company()
    yield opened
    await opened.api.close()
