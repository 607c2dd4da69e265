"""Stack traces without the values of exceptions."""

from __future__ import annotations

import traceback


def stack_trace(error: BaseException) -> list[str]:
    """The types of an error and of its causes, each with the places it passed; no message and no value."""
    lines: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        lines.append(type(current).__qualname__)
        lines += [f"  {f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(current.__traceback__)]
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return lines
