"""CI tests the oldest and the newest Python that it finds, and requires only the default one."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

pytestmark = pytest.mark.processes

SCRIPT = Path(__file__).parents[2] / ".ci" / "versions"
TOOLS = ("bash", "dirname", "uniq")


class Machine:
    """A checkout with a default environment of Python 3.12, on a machine with nothing else installed."""

    def __init__(self, folder: Path) -> None:
        self.checkout, self.path, self.pyenv = folder / "checkout", folder / "path", folder / "pyenv"
        for made in (self.checkout / ".ci", self.checkout / ".venv" / "bin", self.path):
            made.mkdir(parents=True)
        shutil.copy(SCRIPT, self.checkout / ".ci")
        program(self.checkout / ".venv" / "bin" / "python", "echo 3.12")
        program(self.path / "make", 'echo "make $*"')
        for tool in TOOLS:
            found = shutil.which(tool)
            assert found is not None
            (self.path / tool).symlink_to(found)

    def install(self, version: str, *, exit_status: int = 0) -> None:
        program(self.path / f"python{version}", f"exit {exit_status}")

    def install_with_pyenv(self, version: str) -> Path:
        return program(self.pyenv / "versions" / f"{version}.1" / "bin" / "python", "exit 0")

    def versions(self) -> Sequence[str]:
        """Return the lines that the script prints, including those of each call of `make`."""
        run = subprocess.run(
            (self.checkout / ".ci" / "versions",),
            env={"PATH": str(self.path), "PYENV_ROOT": str(self.pyenv)},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return run.stdout.splitlines()


def program(file: Path, script: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return file


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_default_python_alone_is_enough(machine: Machine) -> None:
    assert machine.versions() == ["Python 3.12 found, 3.11 3.13 3.14 missing; the whole suite runs on 3.12"]


def test_oldest_and_newest_python_are_tested(machine: Machine) -> None:
    for version in ("3.11", "3.13", "3.14"):
        machine.install(version)
    assert machine.versions() == [
        "Python 3.11 3.12 3.13 3.14 found, none missing; the whole suite runs on 3.12",
        "Tests on Python 3.11:",
        f"make VENV=.venvs/3.11 PYTHON={machine.path}/python3.11 test-version",
        "Tests on Python 3.14:",
        f"make VENV=.venvs/3.14 PYTHON={machine.path}/python3.14 test-version",
    ]


def test_broken_python_counts_as_missing(machine: Machine) -> None:
    machine.install("3.11", exit_status=127)
    assert machine.versions() == ["Python 3.12 found, 3.11 3.13 3.14 missing; the whole suite runs on 3.12"]


def test_python_behind_a_pyenv_shim_is_found(machine: Machine) -> None:
    machine.install("3.13", exit_status=127)
    interpreter = machine.install_with_pyenv("3.13")
    assert machine.versions()[1:] == [
        "Tests on Python 3.13:",
        f"make VENV=.venvs/3.13 PYTHON={interpreter} test-version",
    ]
