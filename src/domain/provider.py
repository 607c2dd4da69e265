"""Names for what lives at a provider."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from domain.errors import InvalidValue

_SLUG = re.compile(r"[a-z][a-z0-9_-]{0,39}")
MAX_ID_LENGTH = 255


class ProviderName(str):
    """Names a connection to a payment provider, not a vendor: two connections to one vendor are two names.

    Raises:
        InvalidValue: not a slug of 1 to 40 lower-case letters, digits, `_` and `-`, beginning with a letter.
    """

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        if not _SLUG.fullmatch(text):
            raise InvalidValue("provider", "a provider's name is 1 to 40 of a-z 0-9 _ -, beginning with a letter")
        return super().__new__(cls, text)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Ref:
    """One object at one provider. Ids are opaque text: never read a meaning into a prefix."""

    provider: ProviderName
    id: str

    def __post_init__(self) -> None:
        if not 1 <= len(self.id) <= MAX_ID_LENGTH or not self.id.isprintable():
            raise InvalidValue("id", f"a provider's id is 1 to {MAX_ID_LENGTH} printable characters")

    def __str__(self) -> str:
        return f"{self.provider}:{self.id}"

    def sibling(self, other_id: str) -> Ref:
        """Another object at the same provider."""
        return Ref(provider=self.provider, id=other_id)
