"""Cost of the next period after discounts."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.catalogue.discount import Discount, Duration, apply_discounts
from domain.catalogue.item import SubscriptionItem, total
from domain.catalogue.pricing import Pricing, Scheme
from domain.errors import InvalidValue
from domain.money import Money
from examples import MONTH, NOON, dollars, told_plan

PRO = told_plan("pro", Money(amount=2900, currency="USD"), product_id="pro")
ADDON = told_plan("addon", Money(amount=500, currency="USD"), product_id="addon", quantity=2)


def percent(part: str, **facts: Any) -> Discount:
    return Discount(**{"duration": Duration.FOREVER, "percent_off": Decimal(part), **facts})


def amount(*off: Money, **facts: Any) -> Discount:
    return Discount(**{"duration": Duration.REPEATING, "amounts_off": off, **facts})


@pytest.mark.parametrize(
    ("items", "discounts", "expected"),
    [
        ((PRO,), (), 2900),
        ((PRO,), (percent("100"),), 0),
        ((PRO,), (percent("50"),), 1450),
        ((PRO,), (percent("33.3"),), 1934),
        ((PRO,), (percent("2.5"),), None),
        ((PRO,), (percent("50"), percent("50")), 725),
        ((PRO,), (amount(dollars(4)),), 2500),
        ((PRO,), (amount(dollars(400)),), 0),
        ((PRO,), (amount(Money(amount=400, currency="EUR")),), None),
        ((PRO,), (amount(Money(amount=400, currency="EUR"), dollars(4)),), 2500),
        ((PRO,), (None,), None),
        ((PRO,), (percent("50", duration=Duration.ONCE),), None),
        ((PRO,), (percent("50", ends_at=NOON + MONTH),), 2900),
        ((PRO,), (percent("50", ends_at=NOON + MONTH + timedelta(seconds=1)),), 1450),
        ((PRO, ADDON), (percent("50"),), 1950),
        ((PRO, ADDON), (percent("50", product_ids=("addon",)),), 3400),
        ((PRO, ADDON), (amount(dollars(20), product_ids=("addon",)),), 2900),
        ((PRO, ADDON), (amount(dollars(35)),), 400),
        ((PRO, SubscriptionItem(id="unknown")), (percent("100"),), None),
    ],
)
def test_discounts_reduce_the_cost_of_the_next_period(
    items: tuple[SubscriptionItem, ...], discounts: tuple[Discount | None, ...], expected: int | None
) -> None:
    charge = apply_discounts(items, discounts, NOON + MONTH)
    assert (charge.amount if charge is not None else None) == expected


_discounts = st.lists(
    st.builds(percent, st.integers(0, 10000).map(lambda hundredths: str(Decimal(hundredths) / 100)))
    | st.builds(amount, st.integers(0, 5000).map(lambda off: Money(amount=off, currency="USD"))),
    max_size=3,
)
_items = st.lists(
    st.builds(
        lambda cents, quantity: told_plan(price=Money(amount=cents, currency="USD"), quantity=quantity),
        st.integers(1, 10_000),
        st.integers(1, 5),
    ),
    min_size=1,
    max_size=3,
)


@given(_items, _discounts)
def test_discounted_charge_stays_between_zero_and_the_total_within_one_unit_per_line(
    items: list[SubscriptionItem], discounts: list[Discount]
) -> None:
    charge, whole = apply_discounts(items, discounts, NOON), total(items)
    assert whole is not None
    if charge is None:
        return
    assert 0 <= charge.amount <= whole.amount
    exact = Fraction(whole.amount)
    for discount in discounts:
        if discount.percent_off is not None:
            exact -= exact * Fraction(discount.percent_off) / 100
        else:
            exact -= min(exact, Fraction(discount.amounts_off[0].amount))
    assert abs(charge.amount - exact) <= len(items) * len(discounts)


@pytest.mark.parametrize("part", ["-1", "100.5"])
def test_discount_of_less_than_zero_or_more_than_100_percent_is_refused(part: str) -> None:
    with pytest.raises(InvalidValue):
        percent(part)


def test_package_price_can_be_discounted() -> None:
    package = Pricing(scheme=Scheme.PACKAGE, currency="USD", amount=Decimal(5000), package_size=10)
    assert apply_discounts([told_plan(pricing=package, quantity=25)], [percent("10")], NOON) == dollars(135)
