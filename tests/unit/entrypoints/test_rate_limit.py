"""How often somebody may do the same."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrypoints.http.rate_limit import SlidingWindow
from entrypoints.http.refusals import RateLimited
from examples import NOON
from fakes.clock import FakeClock

MINUTE = timedelta(minutes=1)


def admitted(window: SlidingWindow, key: str) -> bool:
    try:
        window.admit(key)
    except RateLimited:
        return False
    return True


@given(st.lists(st.integers(min_value=0, max_value=30), max_size=60))
def test_within_any_minute_no_more_than_so_many_are_let_through(pauses: list[int]) -> None:
    clock = FakeClock(NOON)
    window = SlidingWindow(clock=clock, most=3, window=MINUTE)
    times: list[datetime] = []
    for pause in pauses:
        clock.advance(timedelta(seconds=pause))
        before = [time for time in times if time > clock.now() - MINUTE]
        assert admitted(window, "ada") == (len(before) < 3)
        if len(before) < 3:
            times.append(clock.now())


def test_who_is_refused_is_told_when_to_come_back_and_does_not_wait_longer_for_having_tried() -> None:
    clock = FakeClock(NOON)
    window = SlidingWindow(clock=clock, most=1, window=MINUTE)
    window.admit("ada")
    clock.advance(timedelta(seconds=20))
    for _ in range(5):
        with pytest.raises(RateLimited) as refused:
            window.admit("ada")
        assert refused.value.retry_after == timedelta(seconds=40)
    clock.advance(timedelta(seconds=40))
    assert admitted(window, "ada")


def test_one_does_not_spend_what_is_anothers() -> None:
    window = SlidingWindow(clock=FakeClock(NOON), most=1, window=MINUTE)
    assert [admitted(window, key) for key in ("ada", "bob", "ada")] == [True, True, False]


def test_who_has_not_come_for_a_while_is_forgotten() -> None:
    clock = FakeClock(NOON)
    window = SlidingWindow(clock=clock, most=1, window=MINUTE)
    for number in range(1000):
        window.admit(number)
    clock.advance(MINUTE)
    window.admit("ada")
    assert window.remembered == 1
