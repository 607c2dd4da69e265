"""The terms by which a price charges."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from domain.errors import InvalidValue
from domain.money import MAX_AMOUNT, Money


class Scheme(StrEnum):
    """Determines what the amount of a price applies to. Tiered prices have no single amount."""

    PER_UNIT = "per_unit"
    PACKAGE = "package"
    VOLUME = "volume"
    GRADUATED = "graduated"


TIERED = frozenset({Scheme.VOLUME, Scheme.GRADUATED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pricing:
    """Describes how a price charges in one currency.

    `amount` is that of one unit, or of one package of `package_size` units, in the currency's minor unit. It may have
    decimals (`Decimal("0.8")` is eight tenths of a cent) and is None for tiers and where the provider gives none.
    A started package counts as a whole one, unless `rounds_down`.
    """

    scheme: Scheme
    currency: str
    exponent: int = 2
    amount: Decimal | None = None
    package_size: int | None = None
    rounds_down: bool = False

    def __post_init__(self) -> None:
        Money(amount=0, currency=self.currency, exponent=self.exponent)
        if self.amount is not None and not (self.amount.is_finite() and abs(self.amount) <= MAX_AMOUNT):
            raise InvalidValue("amount", "must fit in 64 bits")
        if (self.scheme is Scheme.PACKAGE) is not (self.package_size is not None):
            raise InvalidValue("package_size", "must be set for packages, and only for them")
        if self.package_size is not None and self.package_size < 1:
            raise InvalidValue("package_size", "must be at least 1")

    @classmethod
    def per_unit(cls, money: Money) -> Pricing:
        """So much for each unit."""
        return cls(
            scheme=Scheme.PER_UNIT, currency=money.currency, exponent=money.exponent, amount=Decimal(money.amount)
        )

    @property
    def money(self) -> Money | None:
        """The amount, unless it has decimals below the minor unit."""
        return None if self.amount is None else self._money(self.amount)

    @property
    def of_one_unit(self) -> Money | None:
        """Return the cost of one unit, if all units cost the same and the amount is a whole number of minor units."""
        return self.money if self.scheme is Scheme.PER_UNIT else None

    def cost(self, quantity: int) -> Money | None:
        """Compute the cost of this many units, or return None if the pricing does not determine it."""
        if self.scheme in TIERED or self.money is None:
            return None
        return self._money(self.money.amount * self._charged(quantity))

    def _charged(self, quantity: int) -> int:
        """Return how many times the amount is charged."""
        if self.package_size is None:
            return quantity
        return quantity // self.package_size if self.rounds_down else -(-quantity // self.package_size)

    def _money(self, amount: Decimal | int) -> Money | None:
        whole = int(amount)
        if whole != amount or abs(whole) > MAX_AMOUNT:
            return None
        return Money(amount=whole, currency=self.currency, exponent=self.exponent)
