"""Words as providers send them."""

from __future__ import annotations

_LONGEST = 500


def legible(text: str | None) -> str | None:
    """A word as it can be kept and shown: printable and not endless. None if nothing is left of it."""
    return "".join(c for c in (text or "")[:_LONGEST] if c.isprintable()).strip() or None
