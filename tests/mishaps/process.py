"""A process that goes on only when it is told to, and can be killed wherever it is."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from contextvars import ContextVar
from typing import Any

ALL = 5_000
"""More steps than anything takes."""


class Killed(BaseException):
    """SIGKILL. Nothing in the code may catch it."""


class Process:
    """One strand of work. It waits before every unit of work and around every call to a provider.

    Everything between two such places happens at once. To be killed within a unit of work is to be killed before its
    commit: what is not committed is as if it had never been.
    """

    def __init__(self, *, replays: bool = False) -> None:
        """`replays`: whether an operator is behind it, who has a delivery tried again whatever became of it."""
        self.replays = replays
        self.killed = False
        self.killed_before_commit = False
        self._quiet = asyncio.Event()
        self._waiting: asyncio.Future[None] | None = None
        self._task: asyncio.Task[None] | None = None

    async def begin(self, work: Coroutine[Any, Any, object]) -> None:
        """Up to the first place where it waits."""
        self._task = asyncio.create_task(self._run(work))
        self._task.add_done_callback(lambda _: self._quiet.set())
        await self._quiet.wait()

    async def go_on(self, steps: int) -> None:
        """Past so many of the places where it waits, or to its end."""
        for _ in range(steps):
            if self.over:
                return
            assert self._waiting is not None
            self._quiet.clear()
            self._waiting.set_result(None)
            await self._quiet.wait()
        assert steps < ALL, "it goes on for ever"

    async def kill(self) -> None:
        """Where it waits."""
        self.killed = True
        assert self._task is not None
        self._task.cancel()
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)  # a strand of its own, which nobody's cancelling reaches
        with suppress(asyncio.CancelledError, Killed):
            await self._task

    @property
    def over(self) -> bool:
        return self._task is not None and self._task.done()

    def outcome(self) -> BaseException | None:
        """What ended it before its end, None if nothing did."""
        assert self._task is not None
        ended = None if self._task.cancelled() else self._task.exception()
        return Killed() if self.killed else ended

    async def wait(self) -> None:
        """Called from within, wherever others may do something meanwhile."""
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
