"""The JSON of errors."""

from __future__ import annotations

from msgspec import Struct


class Problem(Struct, frozen=True, kw_only=True):
    """RFC 9457. `type` ends in a word that names the problem; some problems have more members."""

    type: str
    title: str
    status: int
    detail: str
