"""Events that cannot be applied cost few transactions and do not affect the others in their group."""

from __future__ import annotations

from collections.abc import Set
from math import ceil, log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.ports.provider.event import ProviderEvent
from application.ports.storage.inbox import DeliveryStatus
from examples import ref, told_subscription
from unit.application.stage import Stage, event

GROUP = 100


def group(size: int = GROUP) -> list[ProviderEvent]:
    return [event(str(n), told_subscription(f"sub-{n}")) for n in range(size)]


def poison(stage: Stage, bad: Set[int]) -> None:
    stage.storage.poisonous |= {ref(f"sub-{n}") for n in bad}


def failed(stage: Stage) -> set[int]:
    return {int(each.key) for each in stage.tables.inbox.values() if each.status is DeliveryStatus.FAILED}


@pytest.mark.parametrize("position", [0, 37, GROUP - 1])
async def test_failing_event_costs_its_group_few_transactions(stage: Stage, position: int) -> None:
    poison(stage, {position})
    await stage.use.apply_provider_event(group())
    assert failed(stage) == {position}
    assert len(stage.tables.mirror) == GROUP - 1
    depth = ceil(log2(GROUP))
    assert stage.storage.committed <= depth + 1
    assert stage.storage.begun <= 2 * depth + 2


async def test_adjacent_failing_events_cost_little_more_than_one(stage: Stage) -> None:
    poison(stage, set(range(40, 50)))
    await stage.use.apply_provider_event(group())
    assert failed(stage) == set(range(40, 50))
    assert stage.storage.committed <= 12


async def test_many_failing_events_cost_one_commit_per_gap_and_one_for_all_of_them(stage: Stage) -> None:
    bad = set(range(5, GROUP, 10))
    poison(stage, bad)
    await stage.use.apply_provider_event(group())
    assert failed(stage) == bad
    assert stage.storage.committed <= 4 * len(bad) + 1


async def test_group_without_a_failing_event_is_one_transaction(stage: Stage) -> None:
    await stage.use.apply_provider_event(group())
    assert (stage.storage.begun, stage.storage.committed) == (1, 1)


@given(size=st.integers(1, 20), data=st.data())
async def test_exactly_the_failing_events_are_stored_as_failed(size: int, data: st.DataObject) -> None:
    stage = Stage()
    bad = data.draw(st.sets(st.integers(0, size - 1)))
    poison(stage, bad)
    await stage.use.apply_provider_event(group(size))
    assert failed(stage) == bad
    assert len(stage.tables.inbox) == size
    assert len(stage.tables.mirror) == size - len(bad)
