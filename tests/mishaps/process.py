"""A process that advances only when told to, and can be killed wherever it waits."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from contextvars import ContextVar
from typing import Any

ALL = 5_000
"""More steps than anything takes."""


class Killed(BaseException):
    """A SIGKILL. No code may catch it."""


class Process:
    """One task. It waits before every unit of work and around every call to a provider.

    Everything between two waits happens at once. Killing it within a unit of work equals killing it before the
    commit, since uncommitted changes never existed.
    """

    def __init__(self, *, replays: bool = False) -> None:
        """`replays` is whether an operator retries the delivery regardless of its status."""
        self.replays = replays
        self.killed = False
        self.killed_before_commit = False
        self._quiet = asyncio.Event()
        self._waiting: asyncio.Future[None] | None = None
        self._task: asyncio.Task[None] | None = None

    async def begin(self, work: Coroutine[Any, Any, object]) -> None:
        """Run to the first wait."""
        self._task = asyncio.create_task(self._run(work))
        self._task.add_done_callback(lambda _: self._quiet.set())
        await self._quiet.wait()

    async def go_on(self, steps: int) -> None:
        """Run past this many waits, or to the end."""
        for _ in range(steps):
            if self.over:
                return
            assert self._waiting is not None
            self._quiet.clear()
            self._waiting.set_result(None)
            await self._quiet.wait()
        assert steps < ALL, "it goes on for ever"

    async def kill(self) -> None:
        """Kill it at its current wait."""
        self.killed = True
        assert self._task is not None
        self._task.cancel()
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)  # a separate task, so that cancelling the caller does not reach it
        with suppress(asyncio.CancelledError, Killed):
            await self._task

    @property
    def over(self) -> bool:
        return self._task is not None and self._task.done()

    def outcome(self) -> BaseException | None:
        """Return the error that ended it early, or None."""
        assert self._task is not None
        ended = None if self._task.cancelled() else self._task.exception()
        return Killed() if self.killed else ended

    async def wait(self) -> None:
        """Wait, called from within, wherever other processes may run."""
        self.survives()
        self._waiting = asyncio.get_running_loop().create_future()
        self._quiet.set()
        await self._waiting
        self._waiting = None
        self.survives()

    def survives(self) -> None:
        if self.killed:
            raise Killed

    def survives_until_its_commit(self) -> None:
        self.killed = self.killed or self.killed_before_commit
        self.survives()

    async def _run(self, work: Coroutine[Any, Any, object]) -> None:
        AT_WORK.set(self)
        await work


AT_WORK: ContextVar[Process] = ContextVar("AT_WORK")
"""Whose strand of work this is."""
