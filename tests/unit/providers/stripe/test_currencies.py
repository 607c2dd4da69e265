"""Decimal places of amounts."""

from __future__ import annotations

import pytest

from adapters.providers.stripe.money import money
from domain.errors import InvalidValue
from domain.money import Money


@pytest.mark.parametrize(
    ("currency", "exponent"),
    [("eur", 2), ("USD", 2), ("jpy", 0), ("KRW", 0), ("xpf", 0), ("kwd", 3), ("BHD", 3), ("isk", 2), ("ugx", 2)],
)
def test_amount_is_stored_as_sent_with_its_exponent(currency: str, exponent: int) -> None:
    assert money(1900, currency) == Money(amount=1900, currency=currency.upper(), exponent=exponent)


def test_invalid_currency_is_refused() -> None:
    with pytest.raises(InvalidValue):
        money(1, "ß")
