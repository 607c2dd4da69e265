"""Copies of a delivery with one value replaced, anywhere in it."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

Place = tuple[str | int, ...]

VALUES: tuple[Any, ...] = (
    None,
    10**30,
    -(2**63),
    2**63,
    1e308,
    -1,
    True,
    "",
    "x" * 300,
    "a\0b",
    "\ud800",
    "9999-12-31T23:59:59.999999Z",
    "0001-01-01T00:00:00+23:59",
    253402300800,
    [],
    {},
    [[[]]],
)
"""Too great, too long, too late, of another type, or nothing; JSON can spell all of it."""


def places(value: Any, place: Place = ()) -> Iterator[Place]:
    """List the places of a payload that have a value, inner ones before outer ones."""
    inside: Iterator[tuple[str | int, Any]] = iter(())
    if isinstance(value, dict):
        inside = iter(value.items())
    elif isinstance(value, list):
        inside = iter(enumerate(value))
    for name, each in inside:
        yield from places(each, (*place, name))
    if place:
        yield place


def altered(payload: Any, place: Place, value: Any) -> Any:
    """Return a copy with that value at this place."""
    changed = copy.deepcopy(payload)
    holder = changed
    for name in place[:-1]:
        holder = holder[name]
    holder[place[-1]] = value
    return changed


def without(payload: Any, place: Place) -> Any:
    """Return a copy with nothing at this place."""
    changed = copy.deepcopy(payload)
    holder = changed
    for name in place[:-1]:
        holder = holder[name]
    del holder[place[-1]]
    return changed
