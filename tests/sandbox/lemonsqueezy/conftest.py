"""Fixtures of the tests of the fake Lemon Squeezy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from sandbox.lemonsqueezy.stage import Stage


@pytest.fixture
def stage() -> Iterator[Stage]:
    with closing(Stage()) as played:
        yield played
