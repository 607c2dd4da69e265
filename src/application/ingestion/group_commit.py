"""Passes all events that arrived during a transaction to the next one together."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from application.ports.provider.event import ProviderEvent

Apply = Callable[[Sequence[ProviderEvent]], Awaitable[None]]


@dataclass(slots=True, kw_only=True)
class GroupCommit:
    """A queue in front of `apply`, without a timer: a lone event is a group of one and waits for nobody.

    Whoever finds nobody at work takes all that waits, `largest` at a time; the others wait for their outcome.
    """

    apply: Apply
    largest: int = 100
    _waiting: deque[tuple[ProviderEvent, asyncio.Future[None]]] = field(default_factory=deque)
    _working: asyncio.Task[None] | None = None

    async def __call__(self, event: ProviderEvent) -> None:
        """Returns when the event is kept; raises what `apply` raised."""
        outcome = asyncio.get_running_loop().create_future()
        self._waiting.append((event, outcome))
        if self._working is None:
            self._working = asyncio.create_task(self._work())
        await outcome

    async def _work(self) -> None:
        try:
            while self._waiting:
                group = [self._waiting.popleft() for _ in range(min(self.largest, len(self._waiting)))]
                await self._settle(group)
        finally:
            self._working = None

    async def _settle(self, group: list[tuple[ProviderEvent, asyncio.Future[None]]]) -> None:
        try:
            await self.apply([event for event, _ in group])
        except Exception as error:  # whatever it was, it is each waiter's answer
            for _, outcome in group:
                if not outcome.done():
                    outcome.set_exception(error)
        except asyncio.CancelledError:  # the work is stopped from outside: nobody may wait for ever
            for _, outcome in [*group, *self._waiting]:
                outcome.cancel()
            self._waiting.clear()
            raise
        else:
            for _, outcome in group:
                if not outcome.done():
                    outcome.set_result(None)
