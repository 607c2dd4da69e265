"""The JavaScript packages for tests, installed by npm from package-lock.json without a manual step."""

from __future__ import annotations

import hashlib
import shutil
from functools import cache
from pathlib import Path

from kept import kept
from node.program import NPM, node

_HERE = Path(__file__).parent
_DECLARED = ("package.json", "package-lock.json", ".npmrc")
_SECONDS = 240


@cache
def packages() -> Path:
    """Return the folder whose `node_modules` has them; JavaScript run there finds them.

    The lock file holds hashes and no URL: the machine's own npm settings name the registry.

    Raises: NodeFailed: no registry is reachable, or it has another package under that name.
    """
    declared = b"".join((_HERE / name).read_bytes() for name in _DECLARED)
    return kept(f"node-{hashlib.sha256(declared).hexdigest()[:16]}", _install)


def axe_source() -> str:
    """Return the accessibility checker's source, to be evaluated in a page."""
    return (packages() / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def _install(folder: Path) -> None:
    for name in _DECLARED:
        shutil.copy(_HERE / name, folder)
    node([NPM, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder=folder, seconds=_SECONDS)
