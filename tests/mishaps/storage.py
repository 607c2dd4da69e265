"""A storage in which other processes may run before each unit of work, and whose users may be killed within it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from adapters.persistence.storage import SqlStorage
from application.ports.errors import StorageUnavailable
from application.ports.storage.storage import UnitOfWork
from fakes.clock import FakeClock
from fakes.failing import FailingMirror, Overtaken
from fakes.storage import InMemoryStorage
from mishaps.picture import picture_of
from mishaps.process import AT_WORK
from mishaps.weather import Weather
from mishaps.witness import Witness

INSTANT = timedelta(microseconds=1)
"""No two units of work begin at the same moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """The gate that every unit of work passes."""

    clock: FakeClock
    weather: Weather
    witness: Witness

    @asynccontextmanager
    async def through(
        self, storage: GatedStorage, unit: AbstractAsyncContextManager[UnitOfWork]
    ) -> AsyncIterator[UnitOfWork]:
        await AT_WORK.get().wait()
        if self.weather.refuses_this_unit():
            raise StorageUnavailable
        self.clock.advance(INSTANT)
        self.weather.open_units += 1
        try:
            async with unit as uow:
                uow.mirror = FailingMirror(uow.mirror, {*self.weather.poisonous})
                yield _Watched(uow, self, storage)
        finally:
            self.weather.open_units -= 1


class _Watched(Overtaken):
    """A unit of work that may be killed before its commit; the witness sees every commit."""

    def __init__(self, inner: UnitOfWork, gate: Gate, storage: GatedStorage) -> None:
        super().__init__(inner)
        self._inner, self._gate, self._storage = inner, gate, storage

    async def commit(self) -> None:
        process, gate = AT_WORK.get(), self._gate
        process.survives_until_its_commit()
        await self._inner.commit()
        gate.witness.sees(await picture_of(self._storage), process, gate.clock.now())


@dataclass(slots=True, kw_only=True)
class GatedMemory(InMemoryStorage):
    gate: Gate

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[UnitOfWork]:  # type: ignore[override]  # what is behind the gate is watched
        async with self.gate.through(self, InMemoryStorage.begin(self)) as uow:
            yield uow


@dataclass(frozen=True, slots=True, kw_only=True)
class GatedDatabase(SqlStorage):
    gate: Gate

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[UnitOfWork]:  # type: ignore[override]  # what is behind the gate is watched
        async with self.gate.through(self, SqlStorage.begin(self)) as uow:
            yield uow


GatedStorage = GatedMemory | GatedDatabase
