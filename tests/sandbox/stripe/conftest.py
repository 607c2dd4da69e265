"""What the tests of the fake Stripe have in common."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from sandbox.stripe.stage import Stage


@pytest.fixture
def stage() -> Iterator[Stage]:
    """Whatever is played on it, in the end every object and every event must fit Stripe's schema."""
    with closing(Stage()) as played:
        yield played
        played.validate()
