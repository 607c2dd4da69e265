"""The machine's clock."""

from __future__ import annotations

from datetime import timedelta

from adapters.clock import SystemClock


def test_clock_returns_utc_and_does_not_go_back() -> None:
    clock = SystemClock()
    earlier, later = clock.now(), clock.now()
    assert earlier.utcoffset() == timedelta(0)
    assert earlier <= later
