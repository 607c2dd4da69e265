"""The service as an operator runs it: processes that are started, killed and started again."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

_TESTS = Path(__file__).parents[2]
_SECONDS_TO_START = 120.0
_LOOKS_A_SECOND = 20
_WORKS = "the worker has begun"


class DidNotStart(Exception):
    """Its own words are in its log."""


@dataclass(slots=True, kw_only=True)
class Command:
    """`customer-portal` with these arguments. `log`: what it says, of all its lives one after the other."""

    arguments: Sequence[str]
    settings: Mapping[str, str] = field(repr=False)
    clock: Path
    log: Path
    process: asyncio.subprocess.Process | None = None
    _begins: int = 0

    async def start(self, *, out: int | None = None) -> asyncio.subprocess.Process:
        """`out`: where standard output goes, None for the log."""
        with self.log.open("ab") as log:
            self._begins = log.tell()
            self.process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "chaos.processes.portal",
                str(self.clock),
                *self.arguments,
                cwd=self.log.parent,
                env={"PATH": os.environ["PATH"], "PYTHONPATH": str(_TESTS), **self.settings},
                stdin=asyncio.subprocess.PIPE,
                stdout=log if out is None else out,
                stderr=log,
                # As under a service manager. Linux shares the processor by session, and in the session of the run a
                # busy machine would hardly let any of them start; Ctrl-C would reach them before the run.
                start_new_session=True,
            )
        return self.process

    async def kill(self) -> None:
        """As the system kills what takes too much memory: it ends nothing in order."""
        self.strike()
        if self.process is not None:
            await self.process.wait()

    def strike(self) -> None:
        """The same, without waiting for it."""
        if self.process is not None and self.process.returncode is None:
            # Not by the process itself: it would look first whether it has ended, and take that from whoever waits.
            with suppress(ProcessLookupError):
                os.kill(self.process.pid, signal.SIGKILL)

    def has_said(self, words: str) -> bool:
        """In this life."""
        with self.log.open("rb") as log:
            log.seek(self._begins)
            return words.encode() in log.read()

    async def ended(self, *, within: float) -> tuple[int, str]:
        """Its exit status, and what it printed."""
        process = await self.start(out=asyncio.subprocess.PIPE)
        assert process.stdout is not None
        try:
            async with asyncio.timeout(within):
                printed = await process.stdout.read()
                return await process.wait(), printed.decode()
        finally:
            await self.kill()


@dataclass(slots=True, kw_only=True)
class Server:
    """One that runs until it is killed. `port`: where it answers, None for a worker."""

    name: str
    command: Command
    port: int | None = None
    _starting: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def is_up(self) -> bool:
        process = self.command.process
        return process is not None and process.returncode is None

    async def start(self) -> None:
        """Whoever looks after it tries again for a while, should it end because something it needs is not there yet.

        Raises:
            DidNotStart
        """
        async with httpx.AsyncClient(trust_env=False) as client:
            for _ in range(int(_SECONDS_TO_START * _LOOKS_A_SECOND)):
                if not self.is_up:
                    await self.command.start()
                elif await self._is_ready(client):
                    return
                await asyncio.sleep(1 / _LOOKS_A_SECOND)
        raise DidNotStart(self.name)

    async def start_again(self) -> None:
        """One after the other, should it be killed again while it starts: there is never more than one of it.

        Raises:
            DidNotStart
        """
        async with self._starting:
            await self.command.kill()
            await self.start()

    def strike(self) -> None:
        """SIGKILL, at this very moment."""
        self.command.strike()

    async def _is_ready(self, client: httpx.AsyncClient) -> bool:
        if self.port is None:
            return self.command.has_said(_WORKS)
        with suppress(httpx.TransportError):
            return (await client.get(f"http://127.0.0.1:{self.port}/health/ready")).is_success
        return False


@asynccontextmanager
async def running(servers: Sequence[Server]) -> AsyncIterator[None]:
    """All of them, at the beginning; none of them, at the end."""
    try:
        await asyncio.gather(*(each.start() for each in servers))
        yield
    finally:
        await asyncio.gather(*(each.command.kill() for each in servers))
