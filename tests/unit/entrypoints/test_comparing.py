"""A process stops when it discovers that it uses another seller's database."""

from __future__ import annotations

import dataclasses
import logging

import pytest

from application.operations.verify_database_owner import VerifyDatabaseOwner, WrongDatabase
from application.ports.errors import ProviderUnavailable
from entrypoints.database_owner_check import SECONDS_BETWEEN_COMPARISONS, DatabaseOwnerCheck, compared
from examples import ALPHA
from fakes.failing import FailingStorage
from fakes.provider import FakeProvider
from fakes.storage import InMemoryStorage


class World:
    """A database, a provider, and a process that checks the owner."""

    def __init__(self) -> None:
        self.memory = InMemoryStorage()
        self.storage = FailingStorage(inner=self.memory)
        self.alpha = FakeProvider(name=ALPHA, storage=self.memory)
        self.check = VerifyDatabaseOwner(storage=self.storage, providers={ALPHA: self.alpha.provider()}, mode="test")
        self.stopped = False
        self.pauses: list[float] = []
        self.comparing = DatabaseOwnerCheck(check=self.check, stop=self._stop, compared=False, sleep=self._sleep)

    def _stop(self) -> None:
        self.stopped = True

    async def _sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.storage.down = len(self.pauses) == 1
        if len(self.pauses) > 2:
            self.alpha.fails = None


async def test_unverified_sellers_are_checked_again_later() -> None:
    world = World()
    world.alpha.fails = ProviderUnavailable(ALPHA, "no answer")
    await world.comparing.run()
    assert world.memory.tables.installation == {"mode": "test", "alpha": "seller"}
    assert world.pauses == [SECONDS_BETWEEN_COMPARISONS] * 3
    assert not world.stopped


async def test_verified_provider_is_not_checked_again() -> None:
    world = World()
    world.comparing.compared = True
    await world.comparing.run()
    assert world.pauses == []


async def test_silent_provider_does_not_prevent_the_start() -> None:
    world = World()
    world.alpha.silent = True
    assert await compared(world.check, seconds=0.01) is False
    assert world.memory.tables.installation == {"mode": "test"}
    with pytest.raises(WrongDatabase):
        await compared(dataclasses.replace(world.check, mode="live"), seconds=0.01)


async def test_database_of_another_seller_stops_the_service(caplog: pytest.LogCaptureFixture) -> None:
    world = World()
    await world.check()
    world.alpha.seller = "another"
    with pytest.raises(WrongDatabase):
        await world.comparing.run()
    assert world.stopped
    assert [record.levelno for record in caplog.records] == [logging.WARNING, logging.CRITICAL]
