"""Words as providers send them."""

from __future__ import annotations

from adapters.redaction import link_free

_LONGEST = 500


def printable(text: str | None) -> str | None:
    """A word as it can be kept and shown: printable, not endless and without links. None if nothing is left of it.

    It is the same whether it is read from what was sent or from what is stored of that.
    """
    return "".join(c for c in link_free(text or "")[:_LONGEST] if c.isprintable()).strip() or None
