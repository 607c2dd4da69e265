"""Each story gets its own demo."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from demo.running_demo import running_demo
from portal_demo.stack import Demo


@pytest_asyncio.fixture(loop_scope="session")
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    """The demo ends after the visit, whose page would otherwise poll a stopped server."""
    async with running_demo(tmp_path) as running:
        yield running
