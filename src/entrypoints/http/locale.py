"""Language tags in requests (RFC 5646, "Tags for Identifying Languages"; BCP 47)."""

from __future__ import annotations

import re
from typing import Final

from entrypoints.http.errors import InvalidRequest

MOST_CHARACTERS: Final = 64
PATTERN: Final = (
    r"^[A-Za-z]{2,8}(-[A-Za-z]{3}){0,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?"
    r"(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*(-[A-WY-Za-wy-z0-9](-[A-Za-z0-9]{2,8})+)*(-[xX](-[A-Za-z0-9]{1,8})+)?$"
)
_TAG = re.compile(PATTERN)


def language_tag(given: str | None) -> str | None:
    """
    Raises:
        InvalidRequest: it is not of the form of a tag. Whether there is such a language is not checked.
    """
    if given is None or (len(given) <= MOST_CHARACTERS and _TAG.fullmatch(given)):
        return given
    raise InvalidRequest("locale", "must be a BCP 47 language tag, such as `de` or `pt-BR`")
