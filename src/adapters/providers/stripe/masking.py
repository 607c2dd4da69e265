"""Deliveries as they are kept: without what would let a reader of the database in somewhere."""

from __future__ import annotations

import re

MASK = "[masked]"

_REST_OF_TEXT = r'[^"\\]*(?:\\.[^"\\]*)*'
_SECRET = re.compile(r'(secret"\s*:\s*")' + _REST_OF_TEXT, re.DOTALL)
_LINK = re.compile(r'http(?<="http)s?:(?:\\?/){2}' + _REST_OF_TEXT, re.DOTALL)
_NAMES_SOMETHING = re.compile(r'"(?:name|description)"\s*:\s*"\Z')
_LONGEST_PREFIX = 40


def masked(body: bytes) -> str:
    """The body as text, with its links and secrets masked: a link that needs no password looks like any other.

    Nothing else is changed, and no reading needs either. What is called by an address keeps its name.
    """
    text = body.decode("utf-8", errors="backslashreplace").replace("\x00", "\\x00")
    return _LINK.sub(_without_link, _SECRET.sub(rf"\g<1>{MASK}", text))


def _without_link(found: re.Match[str]) -> str:
    start = found.start()
    before = found.string[max(0, start - _LONGEST_PREFIX) : start]
    return found[0] if _NAMES_SOMETHING.search(before) else MASK
