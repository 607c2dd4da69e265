"""Unit tests run in memory: opening a network socket fails the test."""

from collections.abc import Iterator

import pytest

from offline import offline


@pytest.fixture(autouse=True)
def _no_network() -> Iterator[None]:
    with offline():
        yield
