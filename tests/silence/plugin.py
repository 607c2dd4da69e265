"""Fails the run if any test, passing or not, let a secret into a log or an error.

In a parallel run, each worker searches the output of its own tests and hands the result to the main process.
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
    """Record log records where they are created, so that a test's own logging setup cannot hide them."""
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
    """Format records after the test, when they are complete, as production does."""
    EAR.test = item.nodeid
    outcome = yield
    _hear_records()
    return outcome


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Collect a worker's results. A crashed worker has none, and has already failed the run."""
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
    """Restore the logging setup after each test."""
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
