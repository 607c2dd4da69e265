"""Faults start and end as webhooks pass."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import msgspec

from chaos.faults.plan import AT_THE_DOOR, Fault, Kind, Trouble
from chaos.processes.database import Database
from chaos.processes.fleet import Server
from chaos.processes.front import Passing, Side
from payment_sandbox.faults import Switches
from payment_sandbox.sandbox import Sandbox

_WEBHOOKS = "/webhooks/"
_API = ("/stripe/v1/", "/lemonsqueezy/v1/")
_EVERY = 3
"""While connections are cut, every so many-th call is."""

_LONGEST_SECONDS = 3.0
"""What keeps webhooks out is mended then at the latest: there may be none to count while everybody waits for it."""

TROUBLES: Mapping[Trouble, Mapping[str, Any]] = {
    Trouble.AWAY: {"away": True},
    Trouble.FAILING: {"failing": 0.5},
    Trouble.RATE_LIMITED: {"rate_limited": 0.5},
    Trouble.SLOW: {"slow": 0.5, "slow_seconds": 0.5},
    Trouble.CUT: {},
    Trouble.STALLED: {"slow": 0.1, "slow_seconds": 12},
}
"""In the words of the sandbox's switches."""


@dataclass(slots=True, kw_only=True)
class Striking:
    """`usual` holds the switches without faults. `tell` is called with each fault and its end."""

    plan: Iterator[Fault]
    webs: Sequence[Server]
    workers: Sequence[Server]
    database: Database
    sandbox: Sandbox
    usual: Switches
    tell: Callable[[str, str], None]
    struck: Counter[Kind] = field(default_factory=Counter)
    webhooks: int = 0
    calls_cut: int = 0
    _cutting: bool = False
    _held_back: bool = False
    _calls: int = 0
    _next: Fault | None = None
    _due: int = 0
    _over: dict[asyncio.Event, tuple[Fault, int]] = field(default_factory=dict)
    _under_way: dict[Fault, asyncio.Task[None]] = field(default_factory=dict)

    def begin(self) -> None:
        """Start with the next webhook."""
        self._plan_next()

    def end(self) -> None:
        """Stop injecting faults."""
        self._next = None

    @contextmanager
    def held_back(self) -> Iterator[None]:
        """Inject no fault until the end of the block: due faults start with the first webhook after it."""
        self._held_back = True
        try:
            yield
        finally:
            self._held_back = False

    async def mended(self, *, all_of_it: bool = False) -> None:
        """End the faults that prevent webhooks from being received, or all faults, and wait until that is done.

        Raises: DidNotStart
        """
        those = {over: fault for over, (fault, _) in self._over.items() if all_of_it or fault.kind in AT_THE_DOOR}
        for over in those:
            over.set()
        await asyncio.gather(*(self._under_way[fault] for fault in those.values()))

    def webhook_passes(self, passing: Passing) -> bool:
        """Return whether a webhook to the service is lost.

        One that finds no server counts for nothing. Retries come fast while a single server starts, and if they
        brought the next fault nearer, the server would be killed again before it had received anything.
        """
        if not passing.path.startswith(_WEBHOOKS) or passing.port is None:
            return False
        self.webhooks += passing.side is Side.TAKEN
        for over in [each for each, (_, at) in self._over.items() if self.webhooks >= at]:
            over.set()
        fault = self._next
        if fault is None or self._held_back or self.webhooks < self._due or passing.side is not fault.side:
            return False
        self._plan_next()
        return self._strike(fault, passing.port)

    def call_passes(self, passing: Passing) -> bool:
        """Return whether a call to the providers is lost."""
        if not self._cutting or not passing.path.startswith(_API):
            return False
        self._calls += 1
        if self._calls % _EVERY:
            return False
        self.calls_cut += 1
        return True

    def _plan_next(self) -> None:
        self._next = next(self.plan)
        self._due = self.webhooks + self._next.after

    def _strike(self, fault: Fault, port: int | None) -> bool:
        """Kill a web process during the webhook, which is then lost."""
        self.struck[fault.kind] += 1
        over = asyncio.Event()
        self._over[over] = fault, self.webhooks + fault.lasts
        self.tell(str(fault), "strikes")
        server = self._victim(fault, port)
        if server is not None:
            server.strike()
        self._under_way[fault] = asyncio.create_task(self._live_through(fault, server, over))
        return fault.kind is Kind.WEB_KILLED

    def _victim(self, fault: Fault, port: int | None) -> Server | None:
        if fault.kind is Kind.WORKER_KILLED:
            return self.workers[fault.which % len(self.workers)]
        if fault.kind is Kind.WEB_KILLED:
            those = [web for web in self.webs if web.port == port] or self.webs
            return those[fault.which % len(those)]
        return None

    async def _live_through(self, fault: Fault, server: Server | None, over: asyncio.Event) -> None:
        if fault.kind is Kind.DATABASE_CRASHED:
            await self.database.crash()
        elif fault.kind is Kind.PROVIDERS_TROUBLED:
            self._trouble(fault.trouble)
        with suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), _LONGEST_SECONDS if fault.kind in AT_THE_DOOR else None)
        if server is not None:
            await server.start_again()
        elif fault.kind is Kind.DATABASE_CRASHED:
            await self.database.start()
        else:
            self._trouble(None)
        self.tell(str(fault), "is mended")
        del self._over[over]

    def _trouble(self, trouble: Trouble | None) -> None:
        self._cutting = trouble is Trouble.CUT
        switches = self.usual if trouble is None else msgspec.structs.replace(self.usual, **TROUBLES[trouble])
        for chaos in self.sandbox.chaos.values():
            chaos.switch(switches)
