"""Waiting for a condition, within a bound."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

_BETWEEN = 0.05


async def soon(come: Callable[[], Awaitable[bool]], *, within: float) -> None:
    """Looks again and again until it has come.

    Raises:
        TimeoutError: it did not, within that many seconds.
    """
    until = time.monotonic() + within
    for _ in range(int(within / _BETWEEN) + 1):
        if await come():
            return
        if time.monotonic() > until:
            break
        await asyncio.sleep(_BETWEEN)
    raise TimeoutError(f"it did not come within {within:.0f} s")
