"""The service's processes, as an operator runs them: started, killed and restarted."""

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
_WORKS = "worker started"


class DidNotStart(Exception):
    """The process did not start; its log says why."""


@dataclass(slots=True, kw_only=True)
class Command:
    """`customer-portal` with these arguments. `log` holds the output of all its runs."""

    arguments: Sequence[str]
    settings: Mapping[str, str] = field(repr=False)
    clock: Path
    log: Path
    process: asyncio.subprocess.Process | None = None
    _begins: int = 0

    async def start(self, *, out: int | None = None) -> asyncio.subprocess.Process:
        """Start it. `out` receives standard output; None means the log."""
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
        """Kill it like the out-of-memory killer, without an orderly shutdown."""
        self.strike()
        if self.process is not None:
            await self.process.wait()

    def strike(self) -> None:
        """Kill it without waiting."""
        if self.process is not None and self.process.returncode is None:
            # Not `Process.kill`, which would first check whether the process has ended, and take its exit status from
            # the waiter.
            with suppress(ProcessLookupError):
                os.kill(self.process.pid, signal.SIGKILL)

    def has_said(self, words: str) -> bool:
        """Return whether the current run has logged this."""
        with self.log.open("rb") as log:
            log.seek(self._begins)
            return words.encode() in log.read()

    async def ended(self, *, within: float) -> tuple[int, str]:
        """Wait for its end and return its exit status and output."""
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
    """A process that runs until it is killed. `port` is None for a worker."""

    name: str
    command: Command
    port: int | None = None
    _starting: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def is_up(self) -> bool:
        process = self.command.process
        return process is not None and process.returncode is None

    async def start(self) -> None:
        """Start it, retrying for a while like a service manager if something it needs is not there yet.

        Raises: DidNotStart
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
        """Restart it. Calls wait for each other if it is killed again while it starts, so that it never runs twice.

        Raises: DidNotStart
        """
        async with self._starting:
            await self.command.kill()
            await self.start()

    def strike(self) -> None:
        """Send SIGKILL immediately."""
        self.command.strike()

    async def _is_ready(self, client: httpx.AsyncClient) -> bool:
        if self.port is None:
            return self.command.has_said(_WORKS)
        with suppress(httpx.TransportError):
            return (await client.get(f"http://127.0.0.1:{self.port}/health/ready")).is_success
        return False


@asynccontextmanager
async def running(servers: Sequence[Server]) -> AsyncIterator[None]:
    """Start all processes, and end them in the end."""
    try:
        await asyncio.gather(*(each.start() for each in servers))
        yield
    finally:
        await asyncio.gather(*(each.command.kill() for each in servers))
