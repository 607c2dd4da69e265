from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidValue
from domain.mirror.timestamp import ProviderTimestamp
from examples import after, fetched, pushed

moments = st.integers(-10, 10)
stamps = st.builds(
    lambda a, b: ProviderTimestamp(as_of=after(a), fetched_at=after(b) if b is not None else None),
    moments,
    st.none() | moments,
)


def test_later_timestamp_wins_regardless_of_its_source() -> None:
    assert pushed(1) > fetched(0)
    assert fetched(1) > pushed(0)


def test_fetch_wins_over_a_push_of_the_same_time() -> None:
    assert fetched(0) > pushed(0)


def test_later_of_two_fetches_of_the_same_time_wins() -> None:
    assert fetched(9, as_of=0) > fetched(8, as_of=0)


@given(stamps, stamps, stamps)
def test_timestamps_are_totally_ordered(a: ProviderTimestamp, b: ProviderTimestamp, c: ProviderTimestamp) -> None:
    assert (a < b) + (a == b) + (a > b) == 1
    assert not (a < b < c) or a < c


@pytest.mark.parametrize(("seconds", "close"), [(0, True), (2.9, True), (3, False)])
def test_two_pushes_less_than_three_seconds_apart_cannot_be_ordered(seconds: float, *, close: bool) -> None:
    assert pushed(0).too_close_to_call(pushed(seconds)) is close
    assert pushed(seconds).too_close_to_call(pushed(0)) is close


@pytest.mark.parametrize(("seconds", "close"), [(0, True), (4.9, True), (5, False)])
def test_fetch_and_push_less_than_five_seconds_apart_cannot_be_ordered(seconds: float, *, close: bool) -> None:
    assert pushed(0).too_close_to_call(fetched(seconds)) is close
    assert fetched(seconds).too_close_to_call(pushed(0)) is close


def test_timestamp_without_a_time_zone_is_refused() -> None:
    with pytest.raises(InvalidValue, match="UTC"):
        ProviderTimestamp(as_of=datetime(2026, 1, 1))  # noqa: DTZ001 - what is refused
