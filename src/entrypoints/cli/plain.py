"""Converts HTTP response schemas to values that a command prints."""

from __future__ import annotations

from typing import Any

from msgspec import Struct, to_builtins


def plain(shown: Struct) -> dict[str, Any]:
    """Convert a value to JSON types. Subclasses of str become str."""
    members: dict[str, Any] = to_builtins(shown, enc_hook=str)
    return members
