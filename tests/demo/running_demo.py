"""A demo without seeded history in this process: customers must buy first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from payment_sandbox.clock import utc_now
from portal_demo.folder import DemoState, opened
from portal_demo.ports import listening
from portal_demo.stack import Demo, start_demo

_ANY = (0, 0, 0)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def time_from(moment: datetime) -> Callable[[], datetime]:
    """Return a clock that starts at this time."""
    by = moment - utc_now()
    return lambda: utc_now() + by


@asynccontextmanager
async def running_demo(path: Path) -> AsyncIterator[Demo]:
    """Run a demo on free ports for the duration of the block, starting one seeded history before NOON."""
    with (
        opened(path, address=lambda _: None) as folder,
        listening(None, friendly=_ANY) as sockets,
    ):
        async with start_demo(folder, DemoState(), sockets, stop=asyncio.Event(), real=time_from(NOON)) as demo:
            yield demo
