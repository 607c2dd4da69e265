"""Intents listed for a customer of two providers open a page, and no other intent does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from town.at_rest import everybody
from town.generated import lives
from town.honest import is_honest
from town.life import Life
from town.town import everything_arrives, in_memory

pytestmark = pytest.mark.slow


@given(lives())
@settings(max_examples=settings().max_examples // 2)
async def test_listed_intents_open_a_page_and_others_do_not(life: Life) -> None:
    town = in_memory(life)
    await town.live(everything_arrives(town.happenings()))
    for seen in (await everybody(town)).values():
        if seen is not None:
            is_honest(seen)
