"""The real command in its own process on loopback, ended with the block."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import httpx

from postgres.server import free_port
from timeouts import TIMEOUT

KEY = "the-key-of-the-host-of-the-benchmark"
SECRET = "whsec_of_the_benchmark"


@asynccontextmanager
async def serving(folder: Path, database: str) -> AsyncIterator[int]:
    """Serve and yield the port. The provider's API is unreachable, since webhooks and reads never call it."""
    port = free_port()
    settings = {
        "DATABASE_URL": database,
        "MODE": "test",
        "API_KEYS": KEY,
        "RECONCILE_EVERY_HOURS": "0",
        "STRIPE_API_KEY": "sk_test_of_the_benchmark",
        "STRIPE_WEBHOOK_SECRETS": SECRET,
        "STRIPE_API_BASE": f"http://127.0.0.1:{free_port()}",
    }
    with (folder / "service.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "entrypoints.cli", "serve", "--port", str(port)),
            cwd=folder,
            env={"PATH": os.environ["PATH"], "HOME": str(folder), **settings},
            stdout=log,
            stderr=log,
        )
        try:
            async with asyncio.timeout(TIMEOUT):
                await _until_ready(port, process)
            yield port
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()


async def _until_ready(port: int, process: asyncio.subprocess.Process) -> None:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
        while process.returncode is None:
            with suppress(httpx.TransportError):
                if (await client.get("/health/ready")).is_success:
                    return
            await asyncio.sleep(0.05)
    raise RuntimeError("the service did not start: see its log")
