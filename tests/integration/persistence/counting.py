"""Recording of statements that reach the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from adapters.persistence.storage import SqlStorage


@contextmanager
def statements(storage: SqlStorage) -> Iterator[list[tuple[str, Any]]]:
    """Record every statement of the block with its parameters, except the beginning and end of transactions."""
    seen: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        if not statement.startswith("BEGIN"):
            seen.append((statement, parameters))

    # If both share their connections, statements of one are seen at the other.
    engines = {id(e.pool): e.sync_engine for e in (storage.engines.reading, storage.engines.writing)}.values()
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)
