"""Deliveries as they are kept: without what would let a reader of the database in somewhere."""

from __future__ import annotations

import re

MASK = "[masked]"

_TEXT = r'(?:[^"\\]|\\.)*+'
_SECRET = re.compile(rf'("[A-Za-z_]{{0,40}}secret"\s*+:\s*+"){_TEXT}', re.DOTALL)
_LINK = re.compile(rf'((?:"[A-Za-z_-]{{0,60}}"\s*+:\s*+)?")https?:(?:\\?/){{2}}{_TEXT}', re.DOTALL)
_OF_A_NAME = re.compile(r'name"\s*+:\s*+"\Z')


def masked(body: bytes) -> str:
    """The body as text, with all its links masked, because the signed ones among them sign a customer in.

    Nothing else is changed, and no reading needs them. What is called by an address keeps its name.
    """
    text = body.decode("utf-8", errors="backslashreplace").replace("\x00", "\\x00")
    return _LINK.sub(_without_link, _SECRET.sub(rf"\g<1>{MASK}", text))


def _without_link(found: re.Match[str]) -> str:
    return found[0] if _OF_A_NAME.search(found[1]) else found[1] + MASK
