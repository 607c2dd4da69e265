"""Values that must not be printed by accident."""

from __future__ import annotations

from msgspec import Struct


class RedactedStruct(Struct, frozen=True, kw_only=True):
    """Holds secrets, a way in or a person's data, so that printing it says no more than what it is."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"
