"""How many decimal places Stripe's amounts have (Stripe documentation, "Supported currencies")."""

from __future__ import annotations

from domain.money import Money

_NONE = frozenset(
    ("BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF")
)
_THREE = frozenset(("BHD", "JOD", "KWD", "OMR", "TND"))


def exponent(currency: str) -> int:
    """ISK and UGX have no smaller unit, and yet Stripe sends them in hundredths."""
    return 0 if currency in _NONE else 3 if currency in _THREE else 2


def money(amount: int, currency: str) -> Money:
    """`amount` in the currency's smallest unit at Stripe, `currency` as an ISO code in any case.

    Raises:
        InvalidValue: no such amount or currency can exist.
    """
    code = currency.upper()
    return Money(amount=amount, currency=code, exponent=exponent(code))
