"""Hypothesis strategies for any storable items, prices and discounts."""

from __future__ import annotations

from datetime import UTC
from decimal import Decimal

from hypothesis import strategies as st

from domain.catalogue.discount import Discount, Duration
from domain.catalogue.item import SubscriptionItem, Usage
from domain.catalogue.pricing import Pricing, Scheme
from domain.money import Money
from domain.provider import MAX_ID_LENGTH, is_id

moments = st.datetimes(timezones=st.just(UTC))
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
ids = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=MAX_ID_LENGTH).filter(is_id)
integers = st.integers(-(2**63), 2**63 - 1)
amounts = st.integers(1 - 2**63, 2**63 - 1)
money = st.builds(
    Money, amount=amounts, currency=st.from_regex(r"[A-Z]{3}", fullmatch=True), exponent=st.integers(0, 4)
)
decimals = st.decimals(-(2**63) + 1, 2**63 - 1, allow_nan=False, allow_infinity=False) | amounts.map(Decimal)
currencies = st.from_regex(r"[A-Z]{3}", fullmatch=True)
_charging = {
    "currency": currencies,
    "exponent": st.integers(0, 4),
    "amount": st.none() | decimals,
    "rounds_down": st.booleans(),
}
pricings = st.builds(Pricing, **_charging, scheme=st.sampled_from(sorted(set(Scheme) - {Scheme.PACKAGE}))) | st.builds(
    Pricing, **_charging, scheme=st.just(Scheme.PACKAGE), package_size=st.integers(1, 2**31 - 1)
)
_items = st.builds(
    SubscriptionItem,
    id=ids,
    product_id=st.none() | ids,
    price_id=st.none() | ids,
    name=st.none() | texts,
    pricing=st.none() | pricings,
    interval=st.none() | texts,
    interval_count=st.none() | integers,
    quantity=st.none() | integers,
    usage=st.sampled_from(Usage),
)
several_items = st.lists(_items, max_size=4).map(tuple)
discounts = st.builds(
    Discount,
    duration=st.sampled_from(Duration),
    percent_off=st.none() | st.decimals(0, 100),
    amounts_off=st.lists(money, max_size=3).map(tuple),
    ends_at=st.none() | moments,
    product_ids=st.lists(ids, max_size=3).map(tuple),
)
