"""Rows of several joined tables, each told apart by the prefix of its columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, TypeVar

from adapters.persistence.mirror.mapping.row import Row

T = TypeVar("T")
_IDENTITY = ("provider", "kind", "id")


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows that the database returned. There may be very many, and each also has the columns of other tables."""

    names: Sequence[str]
    rows: Sequence[Sequence[Any]]

    def present(self, prefix: str, from_row: Callable[[Row], T]) -> list[T]:
        """Return each row of one table in an outer join once, however often it was joined."""
        names, places = self._columns(prefix)
        take, identity = itemgetter(*places), [names.index(name) for name in _IDENTITY if name in names]
        found: dict[tuple[Any, ...], T] = {}
        for row in self.rows:
            values = take(row)
            key = tuple(values[place] for place in identity)
            if key[-1] is not None and key not in found:
                found[key] = from_row(dict(zip(names, values, strict=True)))
        return list(found.values())

    def first(self, prefix: str) -> Row:
        """The columns of one of the tables in the first row."""
        names, places = self._columns(prefix)
        return {name: self.rows[0][place] for name, place in zip(names, places, strict=True)}

    def mappings(self) -> Iterator[Row]:
        return (dict(zip(self.names, row, strict=True)) for row in self.rows)

    def _columns(self, prefix: str) -> tuple[list[str], list[int]]:
        """The names of a table's columns without their prefix, and their places in a row."""
        places = [place for place, name in enumerate(self.names) if name.startswith(prefix)]
        return [self.names[place].removeprefix(prefix) for place in places], places
