"""The decimal places of amounts.

Lemon Squeezy documents amounts as cents and does not mention currencies without decimals. Its own packages format them
by the decimal places of ISO 4217 (lmsqueezy/laravel, `LemonSqueezy::formatAmount`), and so does this module.
"""

from __future__ import annotations

from domain.money import Money

_NONE = frozenset(
    ("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF")
)
_THREE = frozenset(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"))


def exponent(currency: str) -> int:
    return 0 if currency in _NONE else 3 if currency in _THREE else 2


def money(amount: int, currency: str) -> Money:
    """Convert an amount as Lemon Squeezy sends it. `currency` is an ISO code.

    Raises:
        InvalidValue: The amount or the currency is invalid.
    """
    code = currency.upper()
    return Money(amount=amount, currency=code, exponent=exponent(code))
