"""A demo without a past, in this process: whoever comes buys first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from entrypoints.demo.folder import Kept, opened
from entrypoints.demo.ports import listening
from entrypoints.demo.together import Demo, together

_ANY = (0, 0, 0)


@asynccontextmanager
async def running_demo(path: Path) -> AsyncIterator[Demo]:
    """At ports that are free, for as long as the block lasts."""
    with (
        opened(path, address=lambda _: None) as folder,
        listening(None, friendly=_ANY) as sockets,
    ):
        async with together(folder, Kept(), sockets, stop=asyncio.Event()) as demo:
            yield demo
