"""Artifacts that take long to build and stay the same, built once and cached in the checkout."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

KEPT = Path(__file__).parents[1] / ".cache"


def kept(name: str, make: Callable[[Path], None], *, within: Path = KEPT) -> Path:
    """Return the folder of this name, filled by `make` if it does not exist yet.

    It appears completely or not at all, even if two runs want it at once or one is killed while building it. A second
    run waits for the first, so `make` must end by itself. The name should identify the content: other content, other
    name.
    """
    folder = within / name
    if folder.exists():
        return folder
    within.mkdir(parents=True, exist_ok=True)
    with _alone(within / f"{name}.lock"):
        if not folder.exists():
            unfinished = within / f"{name}.unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir()
            make(unfinished)
            unfinished.rename(folder)
    return folder


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Hold the lock. The system releases it when its holder ends in any way, so a leftover file does no harm."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
