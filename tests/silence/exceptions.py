"""Recording of every exception that passes through the service's code."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, cast

import domain
from silence.hearing import Ear

_SOURCES = str(Path(domain.__file__).parents[1])


@contextmanager
def every_exception(ear: Ear) -> Iterator[None]:
    """Record exceptions during the block. This halves the speed of the code, so it is for tests of failures."""
    before = sys.gettrace()
    if before is not None:  # a debugger or a coverage tool is at work, and there is room for only one
        yield
        return
    trace = _tracing(ear)
    threading.settrace(trace)
    sys.settrace(trace)
    try:
        yield
    finally:
        sys.settrace(None)
        threading.settrace(cast(Any, None))


def _tracing(ear: Ear) -> Any:
    is_ours: dict[CodeType, bool] = {}

    def within(frame: FrameType, event: str, argument: Any) -> Any:
        if event == "exception":
            ear.hear_exception(argument[1])
        return within

    def calling(frame: FrameType, event: str, argument: Any) -> Any:
        code = frame.f_code
        if code not in is_ours:
            is_ours[code] = code.co_filename.startswith(_SOURCES)
        if not is_ours[code]:
            return None
        frame.f_trace_lines = False
        return within

    return calling
