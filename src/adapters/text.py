"""Text that providers send."""

from __future__ import annotations

from adapters.redaction import link_free

_LONGEST = 500


def printable(text: str | None) -> str | None:
    """Return text that is safe to store and show: printable, of limited length and without links. None if it is empty.

    The result is the same for a received payload and for its stored, redacted form.
    """
    return "".join(c for c in link_free(text or "")[:_LONGEST] if c.isprintable()).strip() or None
