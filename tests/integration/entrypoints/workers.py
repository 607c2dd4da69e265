"""Workers as separate processes, on a PostgreSQL that the test inspects."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from integration.entrypoints.on_a_clock import MovedClock
from silence.hearing import EAR
from timeouts import TIMEOUT

_TESTS = Path(__file__).parents[2]


@dataclass(kw_only=True)
class Worker:
    """A worker process; `said` holds its log so far."""

    process: asyncio.subprocess.Process
    said: list[dict[str, Any]] = field(default_factory=list)

    async def read(self) -> None:
        assert self.process.stderr is not None
        async for line in self.process.stderr:
            EAR.hear(line.decode())
            self.said.append(json.loads(line))

    async def has_begun(self) -> bool:
        assert self.process.returncode is None, f"it ended: {self.said}"
        return any(line["event"] == "worker started" for line in self.said)

    async def killed(self) -> None:
        self.process.kill()
        await self.process.wait()


@asynccontextmanager
async def worker(folder: Path, clock: MovedClock | None, **settings: str) -> AsyncIterator[Worker]:
    """Run a worker, on another clock than the machine's if `clock` is given."""
    program = ["entrypoints.cli", "worker"]
    if clock is not None:
        program = ["integration.entrypoints.on_a_clock", str(clock.file)]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        *program,
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": str(_TESTS), **settings},
        stderr=asyncio.subprocess.PIPE,
    )
    begun = Worker(process=process)
    reading = asyncio.create_task(begun.read())
    try:
        await until(begun.has_begun)
        yield begun
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await reading


async def until(true: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(TIMEOUT):
        while True:
            if await true():
                return
            await asyncio.sleep(0.05)


async def rows(url: str, query: str) -> list[tuple[Any, ...]]:
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        return await (await connection.execute(query.encode())).fetchall()
