"""Amounts as the providers send them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.errors import InvalidValue

_CURRENCY = re.compile(r"[A-Z]{3}")
MAX_AMOUNT = 2**63 - 1
_MAX_EXPONENT = 4


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Money:
    """An integer `amount` of the unit that `exponent` decimal places make of one `currency` (ISO 4217, upper case).

    1900 USD with exponent 2 are nineteen dollars, 1900 JPY with exponent 0 nineteen hundred yen. The exponent is the
    provider's, decided by its adapter; nobody divides by 100 blindly.
    """

    amount: int
    currency: str
    exponent: int = 2

    def __post_init__(self) -> None:
        if not -MAX_AMOUNT <= self.amount <= MAX_AMOUNT:
            raise InvalidValue("amount", "must fit in 64 bits")
        if not _CURRENCY.fullmatch(self.currency):
            raise InvalidValue("currency", "must be an upper-case ISO 4217 code")
        if not 0 <= self.exponent <= _MAX_EXPONENT:
            raise InvalidValue("exponent", f"must be from 0 to {_MAX_EXPONENT}")

    def with_amount(self, amount: int) -> Money:
        """Another amount of the same currency."""
        return Money(amount=amount, currency=self.currency, exponent=self.exponent)

    def plus(self, *others: Money) -> Money | None:
        """The sum of amounts of one currency, None if it is too large to be an amount."""
        amount = self.amount + sum(other.amount for other in others)
        return self.with_amount(amount) if abs(amount) <= MAX_AMOUNT else None
