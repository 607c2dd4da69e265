"""From what HTTP answers to what a command prints."""

from __future__ import annotations

from typing import Any

from msgspec import Struct, to_builtins


def plain(shown: Struct) -> dict[str, Any]:
    """As JSON has it. What is a kind of text to us is text."""
    members: dict[str, Any] = to_builtins(shown, enc_hook=str)
    return members
