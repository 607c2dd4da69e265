"""Amounts: cents of the store's currency, and what else Lemon Squeezy tells of each."""

from __future__ import annotations

from collections.abc import Mapping

CURRENCY = "USD"
_CENTS = 100


def formatted(cents: int) -> str:
    """`$1,900.50`"""
    sign = "-" if cents < 0 else ""
    return f"{sign}${abs(cents) // _CENTS:,}.{abs(cents) % _CENTS:02}"


def thrice(amounts: Mapping[str, int]) -> dict[str, int | str]:
    """Each amount as it is, in US dollars and in words."""
    in_usd = {f"{name}_usd": amount for name, amount in amounts.items()}
    in_words = {f"{name}_formatted": formatted(amount) for name, amount in amounts.items()}
    return {**amounts, **in_usd, **in_words}
