"""A test that starts a program without saying so fails."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
STARTING_PROGRAMS = """
import platform
import subprocess
import sys

import pytest

def start():
    return subprocess.run([sys.executable, "-c", ""], check=True)

def test_unmarked():
    start()

def test_library_that_asks_for_the_architecture():
    platform.architecture()

@pytest.mark.processes
def test_marked():
    start()

@pytest.fixture
def postgres_server():
    return start()

@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request):
    if request.param == "postgresql":
        request.getfixturevalue("postgres_server")

def test_on_the_server(postgres_server):
    pass

def test_on_either(kind):
    pass
"""


@pytest.mark.processes
@pytest.mark.parametrize(
    ("selection", "outcome"), [("", "1 failed, 5 passed"), ("not processes", "1 failed, 2 passed, 3 deselected")]
)
def test_only_marked_tests_start_programs(tmp_path: Path, selection: str, outcome: str) -> None:
    (tmp_path / "test_made_up.py").write_text(STARTING_PROGRAMS)
    options = ("-p", "processes", "-p", "no:cacheprovider", "-W", "ignore", "-m", selection)
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *options, str(tmp_path)],
        cwd=tmp_path,
        env={"PYTHONPATH": str(TESTS)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert outcome in run.stdout
    assert "test_made_up.py::test_unmarked starts a program: mark it with pytest.mark.processes" in run.stdout
