"""The service and the stand-in, running on loopback until the demo is over."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress

import httpx
import uvicorn
from litestar import Litestar

from entrypoints.demo.waiting import soon

_STARTED_WITHIN = 30.0
_STOPPED_WITHIN = 10.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@asynccontextmanager
async def serving(app: Litestar, port: int) -> AsyncIterator[None]:
    """Serves an app from this process."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", lifespan="off"))
    task = asyncio.create_task(server.serve())

    async def started() -> bool:
        return server.started

    try:
        await soon(started, within=_STARTED_WITHIN)
        yield
    finally:
        server.should_exit = True
        await task


@asynccontextmanager
async def service(port: int, settings: Mapping[str, str], *, log: str) -> AsyncIterator[None]:
    """Runs `customer-portal serve` as an operator would, with nothing but these settings; its log goes to a file."""
    with open(log, "wb") as output:  # noqa: ASYNC230 - opened once, for a child process to write to
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "entrypoints.cli", "serve", "--host", "127.0.0.1", "--port", str(port)),
            env={"PATH": os.environ.get("PATH", ""), **settings},
            cwd=os.path.dirname(log),
            stdout=output,
            stderr=output,
        )
    try:
        await _ready(process, f"http://127.0.0.1:{port}/health/ready")
        yield
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), _STOPPED_WITHIN)
        except TimeoutError:
            process.kill()
            await process.wait()


async def _ready(process: asyncio.subprocess.Process, url: str) -> None:
    async def ready() -> bool:
        if process.returncode is not None:
            raise RuntimeError("the service did not start; its log says why")
        with suppress(httpx.TransportError):
            return (await client.get(url)).is_success
        return False

    async with httpx.AsyncClient(trust_env=False) as client:
        await soon(ready, within=_STARTED_WITHIN)
