"""A test that leaves an SQLite connection open fails, on every version of Python."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
LEAVING_SOME_OPEN = """
import sqlite3
import threading
from contextlib import closing

import pytest


@pytest.fixture(scope="module")
def closed_later():
    with closing(sqlite3.connect(":memory:")) as connection:
        yield connection


@pytest.fixture(scope="module")
def never_closed():
    return sqlite3.connect(":memory:")


def test_leaving_one_open():
    with sqlite3.connect(":memory:") as connection:
        connection.execute("SELECT 1")


def test_closing_one_in_another_thread():
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    thread = threading.Thread(target=connection.close)
    thread.start()
    thread.join()


def test_using_one_of_the_module(closed_later):
    closed_later.execute("SELECT 1")


def test_using_it_again(closed_later):
    closed_later.execute("SELECT 1")


def test_using_one_that_nobody_closes(never_closed):
    never_closed.execute("SELECT 1")


def test_at_the_end():
    pass
"""


@pytest.mark.processes
def test_open_connection_fails_its_test(tmp_path: Path) -> None:
    (tmp_path / "test_leaving.py").write_text(LEAVING_SOME_OPEN)
    command = (sys.executable, "-W", "ignore", "-m", "pytest", "-p", "connections", "-p", "no:cacheprovider", "-q")
    run = subprocess.run(
        (*command, "--rootdir", tmp_path, "-c", "/dev/null", tmp_path),
        cwd=TESTS,
        env={"PYTHONDONTWRITEBYTECODE": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    failed = [line.split(" - ")[0].rpartition("::")[2] for line in run.stdout.splitlines() if line.startswith("ERROR ")]
    assert failed == ["test_leaving_one_open", "test_at_the_end"], run.stdout + run.stderr
    assert "6 passed, 2 errors" in run.stdout
