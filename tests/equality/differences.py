"""Descriptions of the differences between two sets of rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from equality.rows import Fields, Key, Rows, Value

_ABSENT = object()


def differences(sandbox: Rows, mirror: Rows) -> list[str]:
    """Return one line for each row that only one of them has, and for each differing field."""
    return [line for key in sorted({*sandbox, *mirror}) for line in _of_row(key, sandbox.get(key), mirror.get(key))]


def _of_row(key: Key, sandbox: Fields | None, mirror: Fields | None) -> Iterator[str]:
    if sandbox is None or mirror is None:
        yield f"{key}: only in the {'mirror' if sandbox is None else 'sandbox'}"
        return
    for field in sorted({*sandbox, *mirror}):
        there, here = sandbox.get(field, _ABSENT), mirror.get(field, _ABSENT)
        # A flag is not a number: True would equal 1.
        if (type(there), there) != (type(here), here):
            yield f"{key}: {field} is {_shown(there)} in the sandbox, {_shown(here)} in the mirror"


def _shown(value: Value | object) -> str:
    if value is _ABSENT:
        return "not told"
    return f"{value:%Y-%m-%d %H:%M:%S.%f}" if isinstance(value, datetime) else repr(value)
