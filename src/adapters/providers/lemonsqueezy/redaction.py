"""Redaction of payloads before they are stored, so that the database grants no access elsewhere."""

from __future__ import annotations

import re

from adapters.redaction import MASK, without_links

_TEXT = r'(?:[^"\\]|\\.)*+'
_SECRET = re.compile(rf'("[A-Za-z_]{{0,40}}secret"\s*+:\s*+"){_TEXT}', re.DOTALL)
_OF_A_LICENSE = re.compile(r'"(?:type|event_name)"\s*+:\s*+"license[-_]key')
_LICENSE = re.compile(rf'("key"\s*+:\s*+"){_TEXT}', re.DOTALL)


def masked(body: bytes) -> str:
    """Return the body as text, with all its links masked, because the signed ones among them sign a customer in.

    License keys are masked too (Lemon Squeezy API, "The license key object": `key`), because they alone activate a
    purchase. Nothing else changes, and decoding needs neither.
    """
    text = body.decode("utf-8", errors="backslashreplace").replace("\x00", "\\x00")
    text = without_links(_SECRET.sub(rf"\g<1>{MASK}", text))
    return _LICENSE.sub(rf"\g<1>{MASK}", text) if _OF_A_LICENSE.search(text) else text
