"""Fails a test that leaves an SQLite connection open.

From version 3.13 on, Python warns when such a connection is dropped, at whatever moment the garbage collector finds
it. This check works on every version and names the test that opened the connection.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Generator
from functools import cache

import pytest

_opened: list[sqlite3.Connection] = []
_opened_by_wider_fixtures: list[sqlite3.Connection] = []


@cache
def listen_to_the_interpreter() -> None:
    """Keep every connection opened from now on, until a test takes it with `take_opened`."""
    sys.addaudithook(_keep_connection)


def take_opened() -> list[sqlite3.Connection]:
    """Return the connections opened since the last call."""
    taken = _opened[:]
    _opened.clear()
    return taken


def is_open(connection: sqlite3.Connection) -> bool:
    """Return whether it is open. This works in every thread, unlike most methods of a connection."""
    try:
        _ = connection.total_changes
    except sqlite3.ProgrammingError:
        return False
    return True


def pytest_configure() -> None:
    listen_to_the_interpreter()


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[object]) -> Generator[None, object, object]:
    """Let a fixture that outlives the test keep its connections until the end of the run."""
    if fixturedef.scope == "function":
        return (yield)
    before = take_opened()
    try:
        return (yield)
    finally:
        _opened_by_wider_fixtures.extend(take_opened())
        _opened.extend(before)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> Generator[None]:
    try:
        yield
    finally:
        opened = take_opened()
    if nextitem is None:
        opened += _opened_by_wider_fixtures
    left = sum(map(is_open, opened))
    if left:
        pytest.fail(f"{left} SQLite connections were opened here and never closed", pytrace=False)


def _keep_connection(event: str, arguments: tuple[object, ...]) -> None:
    if event == "sqlite3.connect/handle":
        connection = arguments[0]
        assert isinstance(connection, sqlite3.Connection)
        _opened.append(connection)
