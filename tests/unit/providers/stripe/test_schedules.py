"""Decoding of subscription schedules."""

from __future__ import annotations

import pytest

from application.ports.provider.updates import FetchRequest, ProviderUpdate
from domain.mirror.snapshot import ObjectKind
from domain.subscription import ScheduleSnapshot
from examples import told_phase
from fixtures.stripe.payloads import Shape, event, variant
from unit.providers.stripe.reading import at, read, told

UPDATED = "subscription_schedule.updated"


def test_next_phase_is_a_pending_change() -> None:
    planned = event(UPDATED)["data"]["object"]
    starts = planned["current_phase"]["end_date"]
    snapshot = told(planned, UPDATED)
    assert snapshot.active
    assert snapshot.subscription_id == "sub_MaryTeam"
    assert snapshot.phases == (told_phase("price_ProMonthly", at(starts)),)
    assert snapshot.cancels_at is None


def test_last_phase_has_no_pending_change() -> None:
    assert told(variant("subscription_schedule.second_phase"), UPDATED).phases == ()


def test_schedule_may_end_the_subscription_with_its_last_phase() -> None:
    planned = variant("subscription_schedule.ends_the_subscription")
    assert told(planned, UPDATED).cancels_at == at(planned["phases"][-1]["end_date"])


def test_schedule_that_has_not_started_has_no_pending_change() -> None:
    planned = event(UPDATED)["data"]["object"] | {"status": "not_started", "current_phase": None}
    snapshot = told(planned, UPDATED)
    assert (snapshot.active, snapshot.phases) == (True, ())


def test_phase_without_items_has_no_change() -> None:
    planned = event(UPDATED)["data"]["object"]
    for phase in planned["phases"]:
        phase["items"] = []
    assert [each.items for each in told(planned, UPDATED).phases] == [()]


@pytest.mark.parametrize("word", ["released", "canceled", "completed", "aborted"])
def test_finished_schedule_plans_no_change(word: str) -> None:
    type_ = f"subscription_schedule.{word}"
    snapshot = told(event(type_)["data"]["object"], type_)
    assert isinstance(snapshot, ScheduleSnapshot)
    assert (snapshot.active, snapshot.phases, snapshot.cancels_at) == (False, (), None)


def test_released_schedule_still_names_its_subscription() -> None:
    released = event("subscription_schedule.released")["data"]["object"]
    assert released["subscription"] is None
    assert told(released, "subscription_schedule.released").subscription_id == "sub_MaryTeam"


@pytest.mark.parametrize("word", ["created", "updated", "released", "canceled", "completed", "aborted"])
def test_every_api_version_is_decoded_alike(word: str) -> None:
    """Planned pauses differ: for them the schedule is fetched."""
    type_ = f"subscription_schedule.{word}"
    before, since = heard_event(type_, "2020-08-27"), heard_event(type_)
    assert before.snapshots == since.snapshots
    (snapshot,) = since.snapshots
    assert isinstance(snapshot, ScheduleSnapshot)
    itself = {FetchRequest(kind=ObjectKind.SCHEDULE, ref=snapshot.ref)} if snapshot.active else set()
    assert set(before.fetch_requests) == {*since.fetch_requests, *itself}


def heard_event(type_: str, shape: Shape = "new") -> ProviderUpdate:
    reading = read(event(type_, shape)).decoded
    assert isinstance(reading, ProviderUpdate)
    return reading
