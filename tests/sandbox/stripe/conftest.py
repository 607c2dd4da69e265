"""Fixtures of the tests of the fake Stripe."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from sandbox.stripe.stage import Stage


@pytest.fixture
def stage() -> Iterator[Stage]:
    """Yield a stage, and check every object and event against Stripe's schema in the end."""
    with closing(Stage()) as played:
        yield played
        played.validate()
