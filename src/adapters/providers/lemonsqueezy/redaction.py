"""Deliveries as they are kept: without what would let a reader of the database in somewhere."""

from __future__ import annotations

import re

from adapters.redaction import MASK, without_links

_TEXT = r'(?:[^"\\]|\\.)*+'
_SECRET = re.compile(rf'("[A-Za-z_]{{0,40}}secret"\s*+:\s*+"){_TEXT}', re.DOTALL)
_OF_A_LICENSE = re.compile(r'"(?:type|event_name)"\s*+:\s*+"license[-_]key')
_LICENSE = re.compile(rf'("key"\s*+:\s*+"){_TEXT}', re.DOTALL)


def masked(body: bytes) -> str:
    """The body as text, with all its links masked, because the signed ones among them sign a customer in.

    So are licence keys (Lemon Squeezy API, "The license key object": `key`), which alone activate what was bought.
    Nothing else is changed, and no reading needs them.
    """
    text = body.decode("utf-8", errors="backslashreplace").replace("\x00", "\\x00")
    text = without_links(_SECRET.sub(rf"\g<1>{MASK}", text))
    return _LICENSE.sub(rf"\g<1>{MASK}", text) if _OF_A_LICENSE.search(text) else text
