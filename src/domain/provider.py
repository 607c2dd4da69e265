"""Names for what lives at a provider."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from domain.errors import InvalidValue

_SLUG = re.compile(r"[a-z][a-z0-9_-]{0,39}")
MAX_ID_LENGTH = 255

ID_PATTERN = (
    r"\A(?!\.{1,2}\Z)[^\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff0-\uffff"
    r"\U000e0000-\U000e0fff]{1,255}\Z"
)
"""A regular expression for an id at a provider: no control or invisible characters, nothing that reverses text, and not
`.` or `..`, which mean another place wherever an id is part of a path.

The characters are listed here because `str.isprintable` follows the Unicode version of the Python that runs: an id that
one Python accepts, an older one might refuse to read from the database.
"""

_ID = re.compile(ID_PATTERN)


def is_id(text: str) -> bool:
    """Decide whether a text can be an id at a provider, wherever it comes from: an event, a response or a request."""
    if text.isascii() and (text.isalnum() or text.isidentifier()):
        return len(text) <= MAX_ID_LENGTH
    return _ID.match(text) is not None


class ProviderName(str):
    """Names a connection to a payment provider, not a vendor: two connections to one vendor are two names.

    Raises:
        InvalidValue: not a slug of 1 to 40 lower-case letters, digits, `_` and `-`, beginning with a letter.
    """

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        if not _SLUG.fullmatch(text):
            raise InvalidValue("provider", "must be 1 to 40 characters of a-z 0-9 _ - and begin with a letter")
        return super().__new__(cls, text)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class ProviderRef:
    """One object at one provider. Ids are opaque text: never read a meaning into a prefix."""

    provider: ProviderName
    id: str

    def __post_init__(self) -> None:
        if not is_id(self.id):
            raise InvalidValue("id", f"must be 1 to {MAX_ID_LENGTH} printable characters, but not . or ..")

    def __str__(self) -> str:
        return f"{self.provider}:{self.id}"

    def same_provider(self, other_id: str) -> ProviderRef:
        """Another object at the same provider."""
        return ProviderRef(provider=self.provider, id=other_id)
