"""The end of a page of candidates."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.persistence.mirror.mapping.row import Row
from application.ports.storage.unlinked import UnlinkedCursor, UnlinkedSection, after_all_of

LOOKED_AT = 500
"""Rows of one stretch: few enough for one short statement, enough to pass by what is linked quickly."""


def chosen(rows: Sequence[Row], *, flag: str, limit: int) -> list[Row]:
    """The first of the rows that are flagged."""
    return [row for row in rows if row[flag]][:limit]


def ended(
    section: UnlinkedSection,
    rows: Sequence[Row],
    taken: Sequence[Row],
    key: Sequence[str],
    *,
    limit: int,
    most: int = LOOKED_AT,
) -> UnlinkedCursor | None:
    """Behind the last row that was taken, if the page is full; else behind the last that was looked at."""
    if len(taken) == limit:
        last = taken[-1]
    elif len(rows) == most:
        last = rows[-1]
    else:
        return after_all_of(section)
    return UnlinkedCursor(section=section, key=tuple(str(last[name]) for name in key))
