"""What a provider tells that must not be printed by accident."""

from __future__ import annotations

from msgspec import Struct


class RedactedStruct(Struct):
    """Holds a way in, a secret or what a seller noted about a person: printing it says no more than what it is."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"
