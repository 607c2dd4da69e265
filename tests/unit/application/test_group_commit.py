"""Deliveries that arrive while a group is written are written in the next group."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from application.ingestion.group_commit import GroupCommit
from application.ports.errors import StorageUnavailable
from application.ports.provider.event import ProviderEvent
from unit.application.stage import event


@dataclass(slots=True)
class Applied:
    """Applies a group once allowed to; a group with a key in `failing` fails."""

    groups: list[list[str]] = field(default_factory=list)
    open: asyncio.Event = field(default_factory=asyncio.Event)
    failing: set[str] = field(default_factory=set)

    async def __call__(self, events: Sequence[ProviderEvent]) -> None:
        self.groups.append([event.key for event in events])
        await self.open.wait()
        if any(event.key in self.failing for event in events):
            raise StorageUnavailable


@pytest.fixture
def applied() -> Applied:
    return Applied()


async def deliver(commit: GroupCommit, *keys: str) -> list[asyncio.Task[None]]:
    """Start the deliveries; each is waiting for its outcome when this returns."""
    waiters = [asyncio.ensure_future(commit(event(key))) for key in keys]
    for _ in range(3):
        await asyncio.sleep(0)
    return waiters


async def test_single_delivery_is_written_at_once(applied: Applied) -> None:
    applied.open.set()
    await GroupCommit(apply=applied)(event("1"))
    assert applied.groups == [["1"]]


async def test_delivery_is_acknowledged_only_after_its_group_is_written(applied: Applied) -> None:
    [waiter] = await deliver(GroupCommit(apply=applied), "1")
    assert not waiter.done()
    applied.open.set()
    await waiter


async def test_waiting_deliveries_are_grouped_up_to_the_maximum_size(applied: Applied) -> None:
    commit = GroupCommit(apply=applied, largest=3)
    waiters = await deliver(commit, "1")
    waiters += await deliver(commit, "2", "3", "4", "5", "6")
    applied.open.set()
    await asyncio.gather(*waiters)
    assert applied.groups == [["1"], ["2", "3", "4"], ["5", "6"]]


async def test_cancelled_waiter_does_not_affect_the_others_and_its_delivery_is_written(applied: Applied) -> None:
    commit = GroupCommit(apply=applied)
    first = await deliver(commit, "1")
    second = await deliver(commit, "2", "3")
    first[0].cancel()
    second[0].cancel()
    applied.open.set()
    await second[1]
    assert applied.groups == [["1"], ["2", "3"]]
    assert first[0].cancelled()
    assert second[0].cancelled()


async def test_failure_reaches_exactly_the_deliveries_of_its_group(applied: Applied) -> None:
    commit = GroupCommit(apply=applied, largest=2)
    waiters = await deliver(commit, "1")
    waiters += await deliver(commit, "2", "3", "4")
    applied.failing.add("3")
    applied.open.set()
    outcomes = await asyncio.gather(*waiters, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [type(None), StorageUnavailable, StorageUnavailable, type(None)]


async def test_next_group_is_written_after_a_failure(applied: Applied) -> None:
    commit = GroupCommit(apply=applied)
    applied.open.set()
    applied.failing.add("1")
    with pytest.raises(StorageUnavailable):
        await commit(event("1"))
    applied.failing.clear()
    await commit(event("1"))
    assert applied.groups == [["1"], ["1"]]


async def test_cancelled_writer_leaves_no_delivery_waiting(applied: Applied) -> None:
    commit = GroupCommit(apply=applied, largest=1)
    before = asyncio.all_tasks()
    waiters = await deliver(commit, "1", "2")
    [work] = asyncio.all_tasks() - before - set(waiters)
    work.cancel()
    outcomes = await asyncio.wait_for(asyncio.gather(*waiters, return_exceptions=True), timeout=5)
    assert [type(outcome) for outcome in outcomes] == [asyncio.CancelledError] * 2
    applied.open.set()
    await commit(event("3"))
    assert applied.groups == [["1"], ["3"]]
