"""A demo without a past, in this process: whoever comes buys first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from entrypoints.demo.folder import Kept, opened
from entrypoints.demo.ports import listening
from entrypoints.demo.together import Demo, together
from entrypoints.sandbox.clock import utc_now

_ANY = (0, 0, 0)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def time_from(moment: datetime) -> Callable[[], datetime]:
    """A clock that shows this moment now, and goes on from there."""
    by = moment - utc_now()
    return lambda: utc_now() + by


@asynccontextmanager
async def running_demo(path: Path) -> AsyncIterator[Demo]:
    """Begins so long before NOON as a past lasts. At ports that are free, for as long as the block lasts."""
    with (
        opened(path, address=lambda _: None) as folder,
        listening(None, friendly=_ANY) as sockets,
    ):
        async with together(folder, Kept(), sockets, stop=asyncio.Event(), real=time_from(NOON)) as demo:
            yield demo
