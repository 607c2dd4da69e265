"""Every story, at both providers as far as they can do it: a real browser, and nothing between it and the sandbox."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from browser.visit import Visit
from demo.running_demo import running_demo
from entrypoints.demo.together import Demo
from stories.every_story import EVERY_STORY, Tale
from stories.story import Story
from stories.vendor import Vendor


@pytest_asyncio.fixture(loop_scope="session")
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    async with running_demo(tmp_path) as running:
        yield running


@pytest.mark.parametrize(
    ("vendor", "tale"), EVERY_STORY, ids=[f"{vendor.name}-{tale.__name__}" for vendor, tale in EVERY_STORY]
)
async def test_the_page_the_api_and_the_sandbox_tell_the_same_story(
    vendor: Vendor, tale: Tale, visit: Visit, demo: Demo
) -> None:
    await tale(Story(demo=demo, visit=visit, vendor=vendor))
