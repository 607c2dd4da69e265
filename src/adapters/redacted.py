"""Provider data that must not be printed by accident."""

from __future__ import annotations

from msgspec import Struct


class RedactedStruct(Struct):
    """Holds a sign-in link, a secret or a seller's notes about a person.

    Its repr contains only the class name."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"
