"""The poll outlives whatever a round brings, but not the discovery that it works on the wrong database."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from application.apply_provider_event import ApplyProviderEvent
from application.ask_provider import AskProvider
from application.check_installation import CheckInstallation, WrongDatabase
from application.heard import Heard
from application.ports.agenda import Ask
from application.ports.failures import ProviderUnavailable, StorageUnavailable
from application.provider_event import ProviderEvent, Unreadable
from application.retry_deliveries import RetryDeliveries
from domain.snapshot import ObjectKind
from entrypoints.poll import AT_ONCE, COMPARE_EVERY, LONGEST_PAUSE, PAUSE, Poll, compared
from examples import ALPHA, NOON, ref, told_subscription
from fakes.clock import FakeClock
from fakes.provider import FakeProvider
from fakes.storage import InMemoryStorage


class _FailingStorage(InMemoryStorage):
    """Fails for as long as `error` is set."""

    error: Exception | None = None

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Any]:
        if self.error is not None:
            raise self.error
        async with super().begin() as uow:
            yield uow


class World:
    """A poll with all that it works on."""

    def __init__(self) -> None:
        self.clock = FakeClock(NOON)
        self.storage = _FailingStorage()
        self.alpha = FakeProvider(name=ALPHA, storage=self.storage)
        self.stopped = False
        self.chores = 0
        self.pauses: list[float] = []
        providers = {ALPHA: self.alpha.provider()}
        self.check = CheckInstallation(storage=self.storage, providers=providers, mode="test")
        self.poll = Poll(
            retry_deliveries=RetryDeliveries(storage=self.storage, providers=providers, clock=self.clock),
            ask_provider=AskProvider(storage=self.storage, providers=providers, clock=self.clock),
            check_installation=self.check,
            clock=self.clock,
            stop=self._stop,
            compared=True,
            chores=[self.chore],
            sleep=self._sleep,
        )

    async def due(self, *ids: str) -> None:
        async with self.storage.begin() as uow:
            asks = [Ask(kind=ObjectKind.SUBSCRIPTION, ref=ref(id_), due_at=NOON) for id_ in ids]
            await uow.agenda.add(asks)
            await uow.commit()

    async def chore(self) -> None:
        self.chores += 1

    def _stop(self) -> None:
        self.stopped = True

    async def _sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        if len(self.pauses) == 3:
            raise asyncio.CancelledError


async def test_what_is_due_is_asked_and_heard() -> None:
    world = World()
    told = told_subscription()
    world.alpha.answers[told.key] = Heard(snapshots=(told,))
    await world.due("sub")
    assert await world.poll.once() == PAUSE
    assert world.storage.tables.mirror[told.key].snapshot == told


async def test_what_failed_is_tried_again() -> None:
    world = World()
    told = told_subscription()
    world.alpha.deliveries[b"body"] = Heard(snapshots=(told,))
    arrived = ProviderEvent(
        provider=ALPHA, key="1", type="made.up", reading=Unreadable(error="unknown"), payload="body"
    )
    await ApplyProviderEvent(storage=world.storage, clock=world.clock)([arrived])
    world.clock.advance(timedelta(minutes=1))
    assert await world.poll.once() == PAUSE
    assert world.storage.tables.mirror[told.key].snapshot == told


async def test_while_there_may_be_more_it_does_not_pause() -> None:
    world = World()
    await world.due(*(f"sub{number}" for number in range(AT_ONCE + 1)))
    assert [await world.poll.once(), await world.poll.once()] == [0.0, PAUSE]


@pytest.mark.parametrize("error", [StorageUnavailable(), RuntimeError("a secret")])
async def test_it_goes_on_after_any_failure_and_tries_less_often_meanwhile(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    world = World()
    world.storage.error = error
    pauses = [await world.poll.once() for _ in range(10)]
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (2 * PAUSE, LONGEST_PAUSE)
    assert len([record for record in caplog.records if record.levelno >= logging.WARNING]) == 10
    assert "a secret" not in str([record.__dict__ for record in caplog.records])
    world.storage.error = None
    assert await world.poll.once() == PAUSE


async def test_chores_are_done_once_a_minute() -> None:
    world = World()
    for seconds, done in ((0, 1), (59, 1), (1, 2), (1, 2)):
        world.clock.advance(timedelta(seconds=seconds))
        await world.poll.once()
        assert world.chores == done


async def test_it_runs_until_it_is_cancelled() -> None:
    world = World()
    with pytest.raises(asyncio.CancelledError):
        await world.poll.run()
    assert world.pauses == [PAUSE] * 3


async def test_sellers_that_could_not_be_compared_are_compared_later() -> None:
    world = World()
    world.poll.compared = False
    world.alpha.fails = ProviderUnavailable(ALPHA, "no answer")
    await world.poll.once()
    world.alpha.fails = None
    await world.poll.once()
    assert "alpha" not in world.storage.tables.installation
    world.clock.advance(COMPARE_EVERY)
    await world.poll.once()
    assert world.storage.tables.installation == {"mode": "test", "alpha": "seller"}


async def test_a_provider_that_keeps_silent_does_not_keep_the_service_from_starting() -> None:
    world = World()
    world.alpha.silent = True
    assert await compared(world.check, seconds=0.01) is False
    assert world.storage.tables.installation == {"mode": "test"}
    with pytest.raises(WrongDatabase):
        await compared(dataclasses.replace(world.check, mode="live"), seconds=0.01)


async def test_a_database_of_another_seller_stops_the_service(caplog: pytest.LogCaptureFixture) -> None:
    world = World()
    await world.check()
    world.poll.compared = False
    world.alpha.seller = "another"
    world.clock.advance(timedelta(hours=1))
    with pytest.raises(WrongDatabase):
        await world.poll.run()
    assert world.stopped
    assert [record.levelno for record in caplog.records] == [logging.CRITICAL]
