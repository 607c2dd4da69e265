"""A demo that was started by another program ends with it, however that one ends."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable

_SECONDS_BETWEEN_LOOKS = 0.5


async def stop_with_parent(
    stop: asyncio.Event, parent: Callable[[], int] = os.getppid, *, seconds: float = _SECONDS_BETWEEN_LOOKS
) -> None:
    """Sets `stop` when the process has another parent than at first: its own has ended."""
    first = parent()
    while not stop.is_set():
        if parent() != first:
            stop.set()
            return
        await asyncio.sleep(seconds)
