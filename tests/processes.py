"""Marks the tests that start other programs, so that `make test-fast` can leave them out.

A test that uses PostgreSQL or a browser is marked `processes` by itself. Every other test that starts a program must
say so with `pytest.mark.processes`, or it fails.
"""

from __future__ import annotations

import sys
from collections.abc import Generator
from functools import cache

import pytest
from _pytest.mark import ParameterSet

_FIXTURES = frozenset({"postgres_server", "browser"})
_RUN_BY_PYTHON = "file"
"""`platform.architecture` runs this program, and a library calls that when it is imported."""

_unmarked: pytest.Item | None = None


class ProcessStarted(Exception):
    """A test that is not marked `processes` started a program."""


def on_postgresql(parameter: str) -> ParameterSet:
    """A parameter of a fixture that asks for PostgreSQL only while it is set up."""
    return pytest.param(parameter, marks=pytest.mark.processes)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "processes: starts other programs, among them PostgreSQL and browsers")
    config.addinivalue_line("markers", "slow: searches for seconds in memory; left out of the fast tests, too")
    _listen_to_the_interpreter()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if isinstance(item, pytest.Function) and (_FIXTURES & set(item.fixturenames) or _names_postgresql(item)):
            item.add_marker(pytest.mark.processes)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    global _unmarked  # noqa: PLW0603  # an audit hook cannot be removed again, so this tells it when to act
    _unmarked = None if item.get_closest_marker("processes") else item
    try:
        return (yield)
    finally:
        _unmarked = None


def _names_postgresql(item: pytest.Function) -> bool:
    """A fixture such as `database_url` asks for the server only while it is set up, depending on its parameter."""
    parameters = item.callspec.params.values() if hasattr(item, "callspec") else ()
    return any(isinstance(each, str) and each.startswith("postgresql") for each in parameters)


@cache
def _listen_to_the_interpreter() -> None:
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if _unmarked is not None and event == "subprocess.Popen" and arguments[0] != _RUN_BY_PYTHON:
        raise ProcessStarted(f"{_unmarked.nodeid} starts a program: mark it with pytest.mark.processes")
