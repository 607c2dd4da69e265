"""Procrastinate is loaded only by those who use it."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.processes
def test_procrastinate_is_not_loaded_by_default() -> None:
    program = "import sys, entrypoints.container, entrypoints.runtime; sys.exit('procrastinate' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
