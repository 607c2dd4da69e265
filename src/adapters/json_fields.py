"""The fields of a JSON document at any depth."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A named value. Each element of a list is a field with the name of the list.

    `within`: the object that contains the field. `above`: the name of the field that holds this object.
    """

    name: str
    above: str
    within: Mapping[str, Any] = field(repr=False)
    value: Any = field(repr=False)


def parsed(payload: str) -> object:
    """Return the document, or None if the text is not JSON or is nested too deeply."""
    try:
        return json.loads(payload, strict=False)
    except (ValueError, RecursionError):
        return None


def fields_of(document: object) -> Iterator[Field]:
    """Yield every field at any depth, objects and lists themselves included."""
    waiting: list[Field] = [Field(name="", above="", within={}, value=document)]
    while waiting:
        each = waiting.pop()
        yield each
        if isinstance(each.value, dict):
            inner = each.value
            waiting += [Field(name=name, above=each.name, within=inner, value=value) for name, value in inner.items()]
        elif isinstance(each.value, list):
            waiting += [Field(name=each.name, above=each.above, within=each.within, value=v) for v in each.value]
