"""One clock, moved forward only."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from payment_sandbox.clock import SandboxClock
from payment_sandbox.faults import Switches
from sandbox.core.stage import NOW, Stage, sandbox

DAY = timedelta(days=1)


def test_clock_advances_with_the_machines_clock() -> None:
    real = [NOW]
    clock = SandboxClock(lambda: real[0], ahead=DAY)
    real[0] += timedelta(seconds=5)
    assert clock.now() == NOW + DAY + timedelta(seconds=5)


def test_clock_stands_still_while_an_event_happens(stage: Stage) -> None:
    for id_, days in (("late", 3), ("early", 1)):
        stage.vendor.alarm(id_, NOW + days * DAY)
    stage.sandbox.move(2 * DAY)
    assert stage.records.all("parcel") == [{"id": "early", "at": (NOW + DAY).isoformat()}]
    assert stage.sandbox.clock.now() == NOW + 2 * DAY
    stage.sandbox.move(2 * DAY)
    assert [each["at"] for each in stage.records.all("parcel")] == [
        (NOW + DAY).isoformat(),
        (NOW + 3 * DAY).isoformat(),
    ]


def test_overdue_event_happens_at_the_current_time(stage: Stage) -> None:
    stage.sandbox.move(2 * DAY)
    assert stage.sandbox.clock.now() == NOW + 2 * DAY
    stage.vendor.alarm("overdue", NOW + DAY)
    stage.sandbox.move(DAY)
    assert stage.records.all("parcel") == [{"id": "overdue", "at": (NOW + 2 * DAY).isoformat()}]


def test_failed_step_leaves_the_clock_unchanged(stage: Stage) -> None:
    stage.vendor.alarm("one", NOW + DAY)
    stage.vendor.breaks_at = NOW + DAY
    with pytest.raises(ZeroDivisionError):
        stage.sandbox.move(DAY)
    assert stage.sandbox.clock.now() == NOW


def test_clock_is_never_moved_backwards(stage: Stage) -> None:
    with pytest.raises(ValueError, match="forward"):
        stage.sandbox.move(-DAY)


def test_due_event_happens_without_moving_the_clock() -> None:
    real = [NOW]
    with closing(Stage(real=lambda: real[0])) as stage:
        stage.vendor.alarm("soon", NOW + timedelta(seconds=30))
        stage.sandbox.play_due()
        assert stage.records.count("parcel") == 0
        real[0] += timedelta(minutes=1)
        stage.sandbox.play_due()
        assert stage.records.count("parcel") == 1


def test_failed_step_is_rolled_back_and_earlier_ones_are_kept(stage: Stage) -> None:
    stage.vendor.alarm("first", NOW + DAY)
    stage.vendor.alarm("second", NOW + 2 * DAY)
    stage.vendor.breaks_at = NOW + 2 * DAY
    with pytest.raises(ZeroDivisionError):
        stage.sandbox.move(3 * DAY)
    assert [each["id"] for each in stage.records.all("parcel")] == ["first"]
    assert [each["id"] for each in stage.records.all("alarm")] == ["second"]
    assert stage.sandbox.clock.now() == NOW + DAY
    assert len(stage.outcomes()) == 1


def test_event_that_stays_due_forever_is_detected(stage: Stage) -> None:
    stage.vendor.next_due = lambda: NOW  # type: ignore[method-assign]  # says so whatever is done
    with pytest.raises(RuntimeError, match="did not advance"):
        stage.sandbox.move(DAY)


def test_restart_continues_with_the_same_time_and_records(tmp_path: Path) -> None:
    file = str(tmp_path / "state.sqlite3")
    with closing(sandbox(file)) as first:
        first.move(DAY)
        first.records["parcel"].put("parcel", {"id": "1"})
        first.chaos["parcel"].switch(Switches(away=True))
    with closing(sandbox(file, seed="another")) as second:
        assert (second.clock.now(), second.records["parcel"].count("parcel")) == (NOW + DAY, 1)
        assert second.chaos["parcel"].switches == Switches(away=True)


def test_reset_keeps_only_the_seed_data(stage: Stage) -> None:
    stage.vendor.alarm("one", NOW + DAY)
    stage.switch(Switches(away=True))
    stage.sandbox.move(2 * DAY)
    stage.sandbox.reset()
    assert (stage.records.kinds(), stage.sandbox.clock.now(), stage.outcomes()) == (["depot"], NOW, [])
    assert stage.sandbox.chaos["parcel"].switches == Switches()


def test_reset_restores_the_initial_webhook_address(stage: Stage) -> None:
    stage.sandbox.deliver_to("parcel", "http://127.0.0.1:7072/", "another")
    stage.sandbox.reset()
    assert stage.records.all("address") == [{"id": "http://127.0.0.1:7072/", "secret": "another"}]


def test_reset_does_not_repeat_ids(stage: Stage) -> None:
    before = [stage.vendor.around.ids.new("evt_") for _ in range(3)]
    stage.sandbox.reset()
    assert set(before).isdisjoint(stage.vendor.around.ids.new("evt_") for _ in range(3))


def test_squeezed_changes_have_the_same_time() -> None:
    real = [datetime(2026, 11, 1, 10, 0, 0, 100_000, tzinfo=UTC)]
    with closing(Stage(real=lambda: real[0])) as stage:
        stage.switch(Switches(squeezed=True))
        before = stage.sandbox.clock.now()
        real[0] += timedelta(seconds=1.8)
        assert stage.sandbox.clock.now() == before == datetime(2026, 11, 1, 10, tzinfo=UTC)
        real[0] += timedelta(seconds=0.2)
        assert stage.sandbox.clock.now() == before + timedelta(seconds=2)


def test_squeezed_change_is_not_dated_before_an_earlier_one() -> None:
    real = [NOW]
    with closing(Stage(real=lambda: real[0])) as stage:
        stage.switch(Switches(squeezed=True))
        stage.vendor.alarm("one", NOW + timedelta(seconds=1))
        real[0] += timedelta(seconds=1.5)
        stage.sandbox.play_due()
        assert stage.sandbox.clock.now() == NOW + timedelta(seconds=1)
