"""Counting of function calls, because the duration of a computation depends on the machine."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType


@dataclass(slots=True)
class Calls:
    """`count` is the number of function calls, including those of functions written in C."""

    count: int = 0


@contextmanager
def counted_calls(*, threads: bool = True) -> Iterator[Calls]:
    """Count the calls made in this thread, and in threads started meanwhile if `threads` is set."""
    calls = Calls()

    def profile(_: FrameType, event: str, __: object) -> None:
        if event in ("call", "c_call"):
            calls.count += 1

    with _profiling(profile, threads=threads):
        yield calls


@contextmanager
def _profiling(profile: Callable[[FrameType, str, object], None], *, threads: bool) -> Iterator[None]:
    """Profile the block, and restore an earlier profiler, such as a debugger's, afterwards."""
    before = sys.getprofile()
    if threads:
        threading.setprofile(profile)
    sys.setprofile(profile)
    try:
        yield
    finally:
        sys.setprofile(before)
        threading.setprofile(before)
