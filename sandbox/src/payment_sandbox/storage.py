"""The one file that the sandbox keeps everything in."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_TABLES = """
CREATE TABLE IF NOT EXISTS settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS numbers (
    vendor TEXT NOT NULL,
    kind TEXT NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (vendor, kind)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS documents (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    vendor TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    document TEXT NOT NULL,
    UNIQUE (vendor, kind, id)
);
CREATE INDEX IF NOT EXISTS documents_in_order ON documents (vendor, kind, position);
CREATE TABLE IF NOT EXISTS deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    vendor TEXT NOT NULL,
    key TEXT NOT NULL,
    endpoint_id TEXT NOT NULL,
    message TEXT NOT NULL,
    outcome TEXT NOT NULL,
    next_attempt REAL,
    attempts TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS event_order (
    vendor TEXT NOT NULL,
    object TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (vendor, object)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS event_order_latest ON event_order (vendor, at);
CREATE INDEX IF NOT EXISTS deliveries_to_send ON deliveries (next_attempt) WHERE outcome = 'waiting';
CREATE INDEX IF NOT EXISTS deliveries_by_key ON deliveries (vendor, key);
"""
_CONTENT = ("settings", "numbers", "documents", "deliveries", "event_order")


class Storage:
    """One connection to one SQLite file, or to none (`:memory:`). What is committed survives `kill -9`.

    Everything happens in one thread, and nothing may be awaited inside `together`.
    """

    def __init__(self, file: str = ":memory:") -> None:
        self.connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        self._depth = 0
        try:
            self._set_up()
        except BaseException:
            self.close()  # the caller never gets it
            raise

    @contextmanager
    def together(self) -> Iterator[None]:
        """All of it or nothing; may be nested, and then the outermost decides."""
        if self._depth == 0:
            self.connection.execute("BEGIN IMMEDIATE")
        self._depth += 1
        try:
            yield
        except BaseException:
            self._leave("ROLLBACK")
            raise
        self._leave("COMMIT")

    def setting(self, name: str) -> Any:
        """What was set; None if nothing was."""
        found = self.connection.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
        return None if found is None else json.loads(found[0])

    def set(self, name: str, value: Any) -> None:
        """Anything that JSON can say."""
        statement = "INSERT INTO settings VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value"
        self.connection.execute(statement, (name, json.dumps(value)))

    def empty(self) -> None:
        """Forgets everything."""
        with self.together():
            for table in _CONTENT:
                self.connection.execute(f"DELETE FROM {table}")  # noqa: S608  # a name from the list above

    def close(self) -> None:
        self.connection.close()

    def _set_up(self) -> None:
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute("PRAGMA synchronous = NORMAL")
        self.connection.execute("PRAGMA busy_timeout = 2000")
        self.connection.executescript(_TABLES)

    def _leave(self, end: str) -> None:
        self._depth -= 1
        if self._depth == 0:
            self.connection.execute(end)
