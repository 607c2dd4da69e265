"""Fixtures of the tests of the sandbox's core."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing

import pytest

from payment_sandbox.storage import Storage
from sandbox.core.stage import Stage


@pytest.fixture
def stage() -> Iterator[Stage]:
    with closing(Stage()) as played:
        yield played


@pytest.fixture
def storage() -> Iterator[Storage]:
    with closing(Storage()) as empty:
        yield empty


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
