"""No event is dated before its cause."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from payment_sandbox.clock import SAME_MOMENT
from payment_sandbox.event_order import EventBackdated, EventOrder
from sandbox.core.stage import NOW, Stage, sandbox

SECOND = timedelta(seconds=1)


@pytest.fixture
def order(stage: Stage) -> EventOrder:
    return stage.sandbox.event_order["parcel"]


def test_events_of_one_object_are_dated_in_order_to_the_second(order: EventOrder) -> None:
    order.add("parcel 1", NOW)
    order.add("parcel 1", NOW)
    with pytest.raises(EventBackdated, match="parcel 1"):
        order.add("parcel 1", NOW - SECOND)


def test_events_of_objects_that_change_together_may_have_any_order(order: EventOrder) -> None:
    order.add("parcel 1", NOW)
    order.add("parcel 2", NOW - SAME_MOMENT)
    with pytest.raises(EventBackdated, match="parcel 3"):
        order.add("parcel 3", NOW - SAME_MOMENT - SECOND)


def test_each_vendor_has_its_own_order(stage: Stage, order: EventOrder) -> None:
    order.add("parcel 1", NOW)
    EventOrder(stage.sandbox.storage, "another").add("parcel 1", NOW - timedelta(days=1))


def test_reset_clears_the_order(stage: Stage, order: EventOrder) -> None:
    order.add("parcel 1", NOW + timedelta(days=1))
    stage.sandbox.reset()
    order.add("parcel 1", NOW)
    assert order.latest() == NOW


def test_clock_after_a_restart_is_not_before_the_latest_event(tmp_path: Path) -> None:
    file = str(tmp_path / "state.sqlite3")
    with closing(sandbox(file)) as first:
        first.event_order["parcel"].add("parcel 1", NOW)
    with closing(sandbox(file, real=lambda: NOW - timedelta(minutes=1))) as second:
        assert second.clock.now() == NOW
