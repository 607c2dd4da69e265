"""The decimal places of Stripe's amounts (Stripe documentation, "Supported currencies")."""

from __future__ import annotations

from domain.money import Money

_NONE = frozenset(
    ("BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF")
)
_THREE = frozenset(("BHD", "JOD", "KWD", "OMR", "TND"))


def exponent(currency: str) -> int:
    """Return the number of decimal places. Stripe sends ISK and UGX in hundredths, although they have no minor unit."""
    return 0 if currency in _NONE else 3 if currency in _THREE else 2


def money(amount: int, currency: str) -> Money:
    """Convert an amount in Stripe's smallest unit. `currency` is an ISO code in any case.

    Raises:
        InvalidValue: The amount or the currency is invalid.
    """
    code = currency.upper()
    return Money(amount=amount, currency=code, exponent=exponent(code))
