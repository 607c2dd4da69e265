"""Redaction of payloads before they are stored, so that the database grants no access elsewhere."""

from __future__ import annotations

import re

from adapters.redaction import MASK, without_links

_REST_OF_TEXT = r'[^"\\]*(?:\\.[^"\\]*)*'
_SECRET = re.compile(r'(secret"\s*:\s*")' + _REST_OF_TEXT, re.DOTALL)


def masked(body: bytes) -> str:
    """Return the body as text, with its links and secrets masked: a link that needs no password looks like any other.

    Nothing else changes, and decoding needs neither.
    """
    text = body.decode("utf-8", errors="backslashreplace").replace("\x00", "\\x00")
    return without_links(_SECRET.sub(rf"\g<1>{MASK}", text))
