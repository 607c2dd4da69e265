"""How many decimal places amounts have.

Lemon Squeezy documents amounts as cents and says nothing of currencies without any. Its own packages format them by
the decimal places of ISO 4217 (lmsqueezy/laravel, `LemonSqueezy::formatAmount`), and so they are read here.
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
    """`amount` as it is sent, `currency` as an ISO code.

    Raises:
        InvalidValue: no such amount or currency can exist.
    """
    code = currency.upper()
    return Money(amount=amount, currency=code, exponent=exponent(code))
