"""Unit tests run in memory: whoever opens a socket there has not built on a fake."""

from collections.abc import Iterator

import pytest

from offline import offline


@pytest.fixture(autouse=True)
def _no_network() -> Iterator[None]:
    with offline():
        yield
