"""The real command as a process, started as an operator starts it and ended with the test."""

from __future__ import annotations

import asyncio
import os
import re
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import httpx

from silence.hearing import EAR
from timeouts import TIMEOUT

_HANDBOOK = Path(__file__).parents[3] / "docs" / "operating.md"

MEANT_TO_TELL = {("webhooks", "install"), ("customers", "export")}
"""Commands that print a new secret or everything of a person to whoever asked for just that."""


def documented_checks() -> set[str]:
    """Return the checks of doctor that the operator's handbook explains."""
    return set(re.findall(r"^\| `(\w+)` \| ", _HANDBOOK.read_text(encoding="utf-8"), re.MULTILINE))


THE_COMMAND = "entrypoints.cli"


async def started(
    folder: Path, *arguments: str, program: str = THE_COMMAND, **settings: str
) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        program,
        *arguments,
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), **settings},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def ended(
    folder: Path, *arguments: str, program: str = THE_COMMAND, **settings: str
) -> tuple[int | None, str, str]:
    process = await started(folder, *arguments, program=program, **settings)
    async with asyncio.timeout(TIMEOUT):
        out, err = await process.communicate()
    EAR.hear(err.decode(), *([] if arguments[:2] in MEANT_TO_TELL else [out.decode()]))
    return process.returncode, out.decode(), err.decode()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@asynccontextmanager
async def serving(
    folder: Path, port: int, *arguments: str, program: str = THE_COMMAND, **settings: str
) -> AsyncIterator[tuple[asyncio.subprocess.Process, httpx.AsyncClient]]:
    process = await started(folder, "serve", "--port", str(port), *arguments, program=program, **settings)
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            async with asyncio.timeout(TIMEOUT):
                while not await _is_ready(client):
                    assert process.returncode is None, "it did not start"
                    await asyncio.sleep(0.05)
            yield process, client
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def _is_ready(client: httpx.AsyncClient) -> bool:
    with suppress(httpx.TransportError):
        return (await client.get("/health/ready")).is_success
    return False
