"""What exists at a vendor: JSON documents, by kind and id."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any, TypeAlias

from payment_sandbox.storage import Storage

Document: TypeAlias = dict[str, Any]
Where: TypeAlias = Mapping[str, object]
"""What fields must hold, exactly: a text `"1"` is no number `1`. Fields may be nested: `metadata.user_id`."""

_POSITION = "SELECT position FROM documents WHERE vendor = ? AND kind = ? AND id = ?"
_SAFE = re.compile(r"[A-Za-z0-9_.-]+")


class Records:
    """The documents of one vendor. Everything that is given out is a copy."""

    def __init__(self, storage: Storage, vendor: str) -> None:
        self._storage = storage
        self._vendor = _safe(vendor)

    def put(self, kind: str, document: Document) -> None:
        """Makes or replaces the document with this `id`. One that is replaced keeps its place in the order."""
        statement = (
            "INSERT INTO documents (vendor, kind, id, document) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (vendor, kind, id) DO UPDATE SET document = excluded.document"
        )
        values = (self._vendor, _safe(kind), str(document["id"]), json.dumps(document))
        self._storage.connection.execute(statement, values)

    def get(self, kind: str, id: str) -> Document | None:  # noqa: A002  # the vendors' own name for it
        """None if there is none."""
        statement = "SELECT document FROM documents WHERE vendor = ? AND kind = ? AND id = ?"
        found = self._storage.connection.execute(statement, (self._vendor, kind, str(id))).fetchone()
        return None if found is None else _read(found[0])

    def delete(self, kind: str, id: str) -> None:  # noqa: A002  # the vendors' own name for it
        """Without a trace; nothing happens if there is none."""
        statement = "DELETE FROM documents WHERE vendor = ? AND kind = ? AND id = ?"
        self._storage.connection.execute(statement, (self._vendor, kind, str(id)))

    def all(self, kind: str) -> list[Document]:
        """Oldest first."""
        return list(self.oldest(kind))

    def find(self, kind: str, field: str, value: object) -> list[Document]:
        """Those whose field has exactly this value, oldest first. `field` may be nested: `attributes.customer_id`."""
        return list(self.oldest(kind, {field: value}))

    def oldest(self, kind: str, where: Where | None = None, *, after: str | None = None) -> Iterator[Document]:
        """Oldest first, one by one, beginning after the document with the id `after`."""
        return self._select(kind, where, after=after, beyond=">", order="ASC")

    def newest(
        self, kind: str, where: Where | None = None, *, after: str | None = None, skip: int = 0, limit: int = -1
    ) -> Iterator[Document]:
        """Newest first, one by one, beginning after the document with the id `after`; at most `limit`, -1 for all."""
        return self._select(kind, where, after=after, beyond="<", order="DESC", skip=skip, limit=limit)

    def count(self, kind: str, where: Where | None = None) -> int:
        """How many there are."""
        found: int = self._one(f"SELECT count(*) {self._such(kind, where)}", *(where or {}).values())
        return found

    def least(self, kind: str, field: str) -> Any:
        """The smallest value of this field; None if there is none."""
        column = self._column(kind, field)
        # Left to itself SQLite prefers the index of the order, and sorts all of them.
        such = self._such(kind, None).replace("documents", f'documents INDEXED BY "{self._index(kind, field)}"', 1)
        return self._one(f"SELECT {column} {such} AND {column} IS NOT NULL ORDER BY {column} LIMIT 1")

    def kinds(self) -> list[str]:
        """Of what there is anything, in alphabetical order."""
        statement = "SELECT DISTINCT kind FROM documents WHERE vendor = ? ORDER BY kind"
        return [kind for (kind,) in self._storage.connection.execute(statement, (self._vendor,))]

    def number(self, kind: str) -> int:
        """The next number of this kind: 1, 2, 3 and so on, and none of them twice."""
        statement = (
            "INSERT INTO numbers VALUES (?, ?, 1) ON CONFLICT (vendor, kind) DO UPDATE SET last = last + 1 "
            "RETURNING last"
        )
        next_: int = self._storage.connection.execute(statement, (self._vendor, kind)).fetchone()[0]
        return next_

    def together(self) -> AbstractContextManager[None]:
        """What is changed inside is changed as a whole or not at all. Nothing may be awaited inside."""
        return self._storage.together()

    def _select(
        self,
        kind: str,
        where: Where | None,
        *,
        after: str | None,
        beyond: str,
        order: str,
        skip: int = 0,
        limit: int = -1,
    ) -> Iterator[Document]:
        place = "" if after is None else f"AND position {beyond} ({_POSITION})"
        statement = f"SELECT document {self._such(kind, where)} {place} ORDER BY position {order} LIMIT ? OFFSET ?"
        start = () if after is None else (self._vendor, kind, after)
        values = (*(where or {}).values(), *start, limit, skip)
        return (_read(text) for (text,) in self._storage.connection.execute(statement, values))

    def _such(self, kind: str, where: Where | None) -> str:
        """Words, not parameters: only then are the indexes used, which are of one kind each."""
        fields = "".join(f" AND {self._column(kind, field)} IS ?" for field in where or {})
        return f"FROM documents WHERE vendor = '{self._vendor}' AND kind = '{_safe(kind)}'{fields}"

    def _one(self, statement: str, *values: object) -> Any:
        found = self._storage.connection.execute(statement, values).fetchone()
        return None if found is None else found[0]

    def _index(self, kind: str, field: str) -> str:
        return f"{self._vendor} {_safe(kind)} {_safe(field)}"

    def _column(self, kind: str, field: str) -> str:
        """An index is made for each field that anybody looks things up by."""
        path = ".".join(f'"{part}"' for part in _safe(field).split("."))
        column = f"json_extract(document, '$.{path}')"
        self._storage.connection.execute(
            f'CREATE INDEX IF NOT EXISTS "{self._index(kind, field)}" ON documents ({column}, position) '
            f"WHERE vendor = '{self._vendor}' AND kind = '{kind}'"
        )
        return column


def _safe(word: str) -> str:
    """A word that may stand in a statement: the names of kinds and fields do."""
    if not _SAFE.fullmatch(word):
        raise ValueError(f"a name is made of letters, digits, and -._ alone: {word!r}")
    return word


def _read(text: str) -> Document:
    document: Document = json.loads(text)
    return document
