"""The sandbox as a separate process."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from timeouts import TIMEOUT


@asynccontextmanager
async def sandbox_process(folder: Path, file: Path) -> AsyncIterator[Mapping[str, str]]:
    """Run it and yield each vendor's address."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "payment_sandbox", "--port", "0", "--state", str(file)),
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(TIMEOUT):
            lines = [(await process.stdout.readline()).decode().split() for _ in range(2)]
        yield {name.rstrip(":"): address for name, address in lines}
    finally:
        process.terminate()
        await process.wait()
