"""The service under faults: several processes on one storage, connected to one generated world."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import timedelta
from typing import Any

from application.ports.errors import StorageUnavailable
from application.ports.provider.event import ProviderEvent
from application.ports.provider.updates import ProviderUpdate
from domain.provider import ProviderName
from examples import ALPHA, BETA, after
from fakes.clock import FakeClock
from fakes.world import World
from mishaps.process import ALL, Killed, Process
from mishaps.storage import Gate, GatedDatabase, GatedStorage
from mishaps.vendor import Vendor
from mishaps.weather import Weather
from mishaps.witness import Witness
from mishaps.works import REPLAYS, Work, Works
from properties.lives import Histories

_EXPECTED = (Killed, StorageUnavailable, LookupError)
"""How a process may end; the last is what the code says when it chokes on an object."""


class Scene:
    """Starts after a part of the history. `processes` are the running ones."""

    def __init__(self, histories: Histories, *, ahead: timedelta, keep: Callable[[Gate], GatedStorage]) -> None:
        self.clock, self.weather, self.witness = FakeClock(after(15)), Weather(), Witness()
        self.world = World(
            clock=self.clock,
            histories=histories,
            dates_objects=frozenset({BETA}),
            ahead=ahead,
            open_units=lambda: self.weather.open_units,
        )
        self.happened = [(at, replace(event, payload=event.key)) for at, event in self.world.events()]
        for _, event in self.happened:
            assert isinstance(event.decoded, ProviderUpdate)
            self.witness.told[event.provider, event.key] = event.decoded
        self.storage = keep(Gate(clock=self.clock, weather=self.weather, witness=self.witness))
        vendors = {name: self._vendor(name) for name in (ALPHA, BETA)}
        self.works = Works(self.storage, self.clock, vendors, self.witness)
        self.processes: list[Process] = []

    def _vendor(self, name: ProviderName) -> Vendor:
        events = {event.payload: event for _, event in self.happened if event.provider == name}
        return Vendor(name=name, world=self.world, weather=self.weather, witness=self.witness, events=events)

    def unanswered(self) -> list[ProviderEvent]:
        """Return the past events that the provider still sends, since they were not acknowledged."""
        return [event for event in self._sent() if (event.provider, event.key) not in self.works.accepted]

    def _sent(self) -> list[ProviderEvent]:
        return [event for at, event in self.happened if at <= self.world.now]

    async def begin(self, work: Work, number: int, *, steps: int) -> Process:
        """Start a process. Deliveries are mostly unacknowledged ones."""
        sent = self.unanswered() if number % 4 else []
        doing = self.works.of(work, number, sent or self._sent())
        process = await self._begun(doing, replays=work in REPLAYS)
        await self.go_on(process, steps=steps)
        return process

    async def do(self, doing: Coroutine[Any, Any, object], *, replays: bool = False) -> None:
        """Run a process from start to end, without interleaving."""
        await self.go_on(await self._begun(doing, replays=replays), steps=ALL)

    async def _begun(self, doing: Coroutine[Any, Any, object], *, replays: bool) -> Process:
        process = Process(replays=replays)
        self.processes.append(process)
        await process.begin(doing)
        return process

    async def go_on(self, process: Process, *, steps: int) -> None:
        await process.go_on(steps)
        self._bury()

    async def kill(self, process: Process, *, before_a_commit: bool) -> None:
        """Kill a process at its wait, or just before its next commit."""
        if before_a_commit:
            process.killed_before_commit = True
            await process.go_on(ALL)
        else:
            await process.kill()
        self._bury()

    async def end(self) -> None:
        for process in self.processes:
            await process.kill()
        if isinstance(self.storage, GatedDatabase):
            await self.storage.engines.dispose()

    def _bury(self) -> None:
        for process in [process for process in self.processes if process.over]:
            self.processes.remove(process)
            outcome = process.outcome()
            if outcome is not None and not isinstance(outcome, _EXPECTED):
                raise outcome
