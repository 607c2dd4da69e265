"""Cost of a quantity, and the amount shown for one unit."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.catalogue.item import SubscriptionItem, Usage, leading_item, total
from domain.catalogue.pricing import TIERED, Pricing, Scheme
from domain.errors import InvalidValue
from domain.money import Money
from examples import dollars

amounts = st.integers(0, 10**9).map(Decimal) | st.decimals(0, 10**6, places=4)
quantities = st.integers(0, 10**6)
packages = st.builds(
    Pricing,
    scheme=st.just(Scheme.PACKAGE),
    currency=st.sampled_from(["USD", "EUR"]),
    amount=amounts,
    package_size=st.integers(1, 1000),
    rounds_down=st.booleans(),
)
others = st.builds(
    Pricing,
    scheme=st.sampled_from(sorted(set(Scheme) - {Scheme.PACKAGE})),
    currency=st.sampled_from(["USD", "EUR"]),
    amount=st.none() | amounts,
)
pricings = packages | others


def charged(pricing: Pricing, quantity: int) -> Fraction | None:
    """Work out the provider's charge from its documentation. Tier prices are unknown."""
    if pricing.scheme in TIERED or pricing.amount is None:
        return None
    times = Fraction(quantity, pricing.package_size or 1)
    if pricing.package_size is not None:
        times = Fraction(floor(times) if pricing.rounds_down else ceil(times))
    return Fraction(pricing.amount) * times


@given(pricings, quantities)
def test_unit_amount_times_quantity_equals_the_charge(pricing: Pricing, quantity: int) -> None:
    for usage in Usage:
        item = SubscriptionItem(id="plan", pricing=pricing, quantity=quantity, usage=usage)
        if item.price is not None:
            assert usage is Usage.LICENSED
            assert item.price.amount * quantity == charged(pricing, quantity)


@given(pricings, quantities)
def test_item_cost_equals_the_charge_or_is_unknown(pricing: Pricing, quantity: int) -> None:
    cost = pricing.cost(quantity)
    assert cost is None or Fraction(cost.amount) == charged(pricing, quantity)


@given(st.lists(st.tuples(pricings, quantities), max_size=4))
def test_total_is_the_sum_of_the_item_costs(priced: list[tuple[Pricing, int]]) -> None:
    items = [SubscriptionItem(id="plan", pricing=p, quantity=q, interval="month") for p, q in priced]
    found = total(items)
    costs = [item.cost for item in items]
    if found is not None:
        assert len({pricing.currency for pricing, _ in priced}) == 1
        assert found.amount == sum(cost.amount for cost in costs if cost is not None)
        assert None not in costs


@pytest.mark.parametrize(
    ("rounding", "quantity", "expected"),
    [("up", 25, 15000), ("up", 20, 10000), ("up", 1, 5000), ("down", 25, 10000), ("down", 9, 0)],
)
def test_partial_package_is_charged_in_full_unless_rounded_down(rounding: str, quantity: int, expected: int) -> None:
    pricing = Pricing(
        scheme=Scheme.PACKAGE, currency="USD", amount=Decimal(5000), package_size=10, rounds_down=rounding == "down"
    )
    assert pricing.cost(quantity) == Money(amount=expected, currency="USD")
    assert pricing.of_one_unit is None


def test_amount_below_the_minor_unit_is_not_shown_as_money() -> None:
    tenths = Pricing(scheme=Scheme.PER_UNIT, currency="USD", amount=Decimal("0.8"))
    assert (tenths.money, tenths.of_one_unit, tenths.cost(10)) == (None, None, None)


def test_cost_above_the_maximum_amount_is_unknown() -> None:
    assert Pricing.per_unit(dollars(10**15)).cost(10**15) is None


@pytest.mark.parametrize(
    ("scheme", "size"), [(Scheme.PACKAGE, None), (Scheme.PACKAGE, 0), (Scheme.PER_UNIT, 10), (Scheme.VOLUME, 10)]
)
def test_only_a_package_price_has_a_package_size(scheme: Scheme, size: int | None) -> None:
    with pytest.raises(InvalidValue):
        Pricing(scheme=scheme, currency="USD", package_size=size)


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "1e30"])
def test_amount_that_cannot_be_stored_is_refused(amount: str) -> None:
    with pytest.raises(InvalidValue):
        Pricing(scheme=Scheme.PER_UNIT, currency="USD", amount=Decimal(amount))


def priced(amount: int, quantity: int = 1, currency: str = "USD", interval: str = "month") -> SubscriptionItem:
    pricing = Pricing.per_unit(Money(amount=amount, currency=currency))
    return SubscriptionItem(id="plan", pricing=pricing, quantity=quantity, interval=interval)


def test_pro_and_two_seats_of_basic_cost_their_sum() -> None:
    assert total([priced(1900), priced(900, quantity=2)]) == Money(amount=3700, currency="USD")


@pytest.mark.parametrize(
    "other",
    [
        priced(900, currency="EUR"),
        priced(900, interval="year"),
        SubscriptionItem(id="unknown", interval="month", quantity=1),
        SubscriptionItem(
            id="used", pricing=Pricing.per_unit(dollars(1)), quantity=3, interval="month", usage=Usage.METERED
        ),
    ],
    ids=["another currency", "another interval", "an unknown price", "usage"],
)
def test_mixed_or_unknown_items_have_no_total(other: SubscriptionItem) -> None:
    assert total([priced(1900), other]) is None


def test_empty_item_list_has_no_total() -> None:
    assert total([]) is None


def test_plan_is_the_first_item_that_is_not_metered_or_else_the_first() -> None:
    used, seats = SubscriptionItem(id="used", usage=Usage.METERED), SubscriptionItem(id="seats")
    assert leading_item([used, seats]) is seats
    assert leading_item([used]) is used
    assert leading_item([]) is None
