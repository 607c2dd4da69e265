"""What the tests of the sandbox's core have in common."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from sandbox.core.stage import Stage


@pytest.fixture
def stage() -> Iterator[Stage]:
    played = Stage()
    yield played
    played.sandbox.close()


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
