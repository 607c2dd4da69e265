"""Every story at both providers, as far as they support it, in a real browser against the sandbox."""

from __future__ import annotations

import pytest

from browser.visit import Visit
from portal_demo.stack import Demo
from stories.every_story import EVERY_STORY, Tale
from stories.story import Story
from stories.vendor import Vendor


@pytest.mark.parametrize(
    ("vendor", "tale"), EVERY_STORY, ids=[f"{vendor.name}-{tale.__name__}" for vendor, tale in EVERY_STORY]
)
async def test_page_api_and_sandbox_agree_throughout_the_story(
    vendor: Vendor, tale: Tale, visit: Visit, demo: Demo
) -> None:
    await tale(Story(demo=demo, visit=visit, vendor=vendor))
