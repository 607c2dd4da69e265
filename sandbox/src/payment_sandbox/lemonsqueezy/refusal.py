"""What cannot be done, in Lemon Squeezy's words."""

from __future__ import annotations


class Refusal(Exception):
    """`pointer`: the part of a request that it is about, as JSON:API points to it."""

    def __init__(self, detail: str, pointer: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.pointer = pointer


class CardDeclined(Exception):
    """Nothing was paid, and nothing was made."""
