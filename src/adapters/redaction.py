"""Redaction of links in provider payloads.

A signed link admits anyone who has it and cannot be told from other links, so all links are masked.
"""

from __future__ import annotations

import json
import re

MASK = "[masked]"

_SLASH = r"(?:\\?+/|\\u002[fF])"
_WITHOUT_LINK = rf'"(?:[^"\\/]++|\\(?!/|u002[fF]).|{_SLASH}(?!{_SLASH}))*+"'
_OUTSIDE = r'(?:[^"/]++|/(?!/))*+'
_UP_TO_SLASHES = re.compile(rf"{_OUTSIDE}(?:{_WITHOUT_LINK}{_OUTSIDE})*+", re.DOTALL)
"""Matches up to the next string with two consecutive slashes, escaped or not, or to two slashes outside strings."""

_STRING = re.compile(r'"((?:[^"\\]|\\.)*+)("|\\?\Z)|[^"]++', re.DOTALL)
"""Matches a JSON string. A truncated string ends at the end of the text."""

_DECODER = json.JSONDecoder(strict=False)
_ESCAPED_SLASHES = re.compile(rf"{_SLASH}{{2}}")
_SLASHES = re.compile(r"//")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,39}:\Z")
_LONGEST_SCHEME = 41
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?/?", re.IGNORECASE)


def link_free(text: str) -> str:
    """Return the text up to its first link, followed by `[masked]` in place of the rest.

    A link begins with any scheme and `//`, or with `//` alone. Two slashes right after a letter or digit are no link.
    An origin at the end of the text stays, because products and stores have such names and an origin grants no access.
    """
    for slashes in _SLASHES.finditer(text):
        start = slashes.start()
        scheme = _SCHEME.search(text, max(0, start - _LONGEST_SCHEME), start)
        if scheme is None and start > 0 and text[start - 1].isalnum():
            continue
        begin = scheme.start() if scheme is not None else start
        return text if _ORIGIN.fullmatch(text, begin) else text[:begin] + MASK
    return text


def without_links(payload: str) -> str:
    """Return JSON in which every string is `link_free`; everything else stays unchanged, character by character.

    Text that is not JSON loses everything from two slashes up to the end of the string or to the next string.
    """
    if "//" not in payload and "\\" not in payload:
        return payload
    parts: list[str] = []
    position = 0
    while position < len(payload):
        skipped = _UP_TO_SLASHES.match(payload, position)
        end = skipped.end() if skipped is not None else position
        parts.append(payload[position:end])
        found = _STRING.match(payload, end)
        if found is None:
            break
        parts.append(_masked(found))
        position = found.end()
    return "".join(parts)


def _masked(found: re.Match[str]) -> str:
    text = found[0]
    if found[2] == '"' and "\\" not in text:
        return f'"{link_free(found[1])}"'
    try:
        value = _DECODER.decode(text)
    except ValueError:
        slashes = _ESCAPED_SLASHES.search(text)
        return text if slashes is None else text[: slashes.start()] + MASK + (found[2] or "").removeprefix("\\")
    shown = link_free(value)
    return text if shown == value else json.dumps(shown)
