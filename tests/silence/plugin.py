"""Fails the whole run if any test, passing or not, let a secret slip into a log or an error.

In a parallel run each worker searches what its own tests said and hands the findings to the process that started it.
"""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterator
from typing import Any

import pytest

from entrypoints.log import json_lines, quiet_libraries
from silence.exceptions import every_exception
from silence.hearing import EAR
from silence.made_up import SECRETS, in_fixtures

_records: list[logging.LogRecord] = []
_FOUND = pytest.StashKey[list[str]]()
_IN_WORKERS = pytest.StashKey[list[str]]()
_FOR_THE_STARTER = "secrets_said"


def pytest_configure(config: pytest.Config) -> None:
    """Hears records where they are made: a test that sets up logging of its own cannot escape that."""
    config.stash[_IN_WORKERS] = []
    quiet_libraries()
    made = logging.getLogRecordFactory()

    def heard(name: str | None, *arguments: Any, **named: Any) -> logging.LogRecord:
        record = made(name, *arguments, **named)
        if name is not None:  # a formatter's own copy of a record has no name yet
            _records.append(record)
        return record

    logging.setLogRecordFactory(heard)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """A record is whole only after it was made, so it becomes a line after the test: the line of production."""
    EAR.test = item.nodeid
    outcome = yield
    _hear_records()
    return outcome


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """A worker that crashed has handed nothing over, and has failed the run by that."""
    node.config.stash[_IN_WORKERS] += getattr(node, "workeroutput", {}).get(_FOR_THE_STARTER, [])


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    _hear_records()
    config = session.config
    found = config.stash[_FOUND] = EAR.secrets_said(SECRETS | in_fixtures()) + config.stash[_IN_WORKERS]
    if found:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    if hasattr(config, "workeroutput"):
        config.workeroutput[_FOR_THE_STARTER] = found


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    found = terminalreporter.config.stash.get(_FOUND, [])
    if found:
        terminalreporter.section("said, and nobody may say it", red=True, bold=True)
        for line in found:
            terminalreporter.line(line)


@pytest.fixture
def _every_exception_is_heard() -> Iterator[None]:
    with every_exception(EAR):
        yield


@pytest.fixture
def _the_log_as_it_was() -> Iterator[None]:
    """Whatever a test does to the set-up of logging is undone."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {each: each.level for each in _loggers()}
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for each in _loggers():
        each.setLevel(levels.get(each, logging.NOTSET))
    quiet_libraries()


def _loggers() -> list[logging.Logger]:
    return [each for each in logging.Logger.manager.loggerDict.values() if isinstance(each, logging.Logger)]


def _hear_records() -> None:
    lines, records = json_lines(), _records[:]
    _records.clear()
    EAR.hear(*(lines.format(record) for record in records))
