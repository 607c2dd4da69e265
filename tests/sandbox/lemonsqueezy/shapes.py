"""Comparison of the structure of JSON values, regardless of their content."""

from __future__ import annotations

from typing import Any


def differences(expected: Any, found: Any, where: str = "") -> list[str]:
    """List the places where one has a name or a type that the other lacks. Null matches anything."""
    if expected is None or found is None:
        return []
    if type(expected) is not type(found):
        return [f"{where}: {type(found).__name__}, not {type(expected).__name__}"]
    if isinstance(expected, dict):
        missing = [f"{where}.{name}: missing" for name in expected.keys() - found.keys()]
        unknown = [f"{where}.{name}: unknown" for name in found.keys() - expected.keys()]
        both = expected.keys() & found.keys()
        return [*missing, *unknown, *(d for n in both for d in differences(expected[n], found[n], f"{where}.{n}"))]
    return []
