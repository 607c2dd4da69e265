"""Every story, at both providers as far as they can do it: a real browser, and nothing between it and the sandbox."""

from __future__ import annotations

import pytest

from browser.visit import Visit
from entrypoints.demo.together import Demo
from stories.every_story import EVERY_STORY, Tale
from stories.story import Story
from stories.vendor import Vendor


@pytest.mark.parametrize(
    ("vendor", "tale"), EVERY_STORY, ids=[f"{vendor.name}-{tale.__name__}" for vendor, tale in EVERY_STORY]
)
async def test_the_page_the_api_and_the_sandbox_tell_the_same_story(
    vendor: Vendor, tale: Tale, visit: Visit, demo: Demo
) -> None:
    await tale(Story(demo=demo, visit=visit, vendor=vendor))
