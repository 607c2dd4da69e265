"""Values of a delivery that may be logged."""

from __future__ import annotations

import re

_OF_A_PROVIDER = re.compile(r"[A-Za-z0-9_.:-]{1,255}")


def redact_unless_identifier(word: str) -> str:
    """An event's key or type, if it looks like one: in what could not be read, anything may stand in its place."""
    return word if _OF_A_PROVIDER.fullmatch(word) else "(not shown)"
