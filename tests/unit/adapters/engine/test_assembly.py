"""Procrastinate costs nobody time who does not work with it."""

from __future__ import annotations

import subprocess
import sys


def test_it_is_not_loaded_with_everything_else() -> None:
    program = "import sys, entrypoints.container, entrypoints.running; sys.exit('procrastinate' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
