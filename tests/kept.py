"""What takes long to make and stays the same is made once and kept in the checkout, for every later run."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

KEPT = Path(__file__).parents[1] / ".cache"


def kept(name: str, make: Callable[[Path], None], *, within: Path = KEPT) -> Path:
    """The folder of this name; `make` fills it if it is not there yet.

    It appears as a whole or not at all, also when two runs want it at once or one is killed while making it. Whoever
    comes second waits for the first, so `make` must end by itself. A name should tell the contents: other contents,
    other name.
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
    """The system gives the lock back when its holder ends, however that happens; so the file may lie about."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
