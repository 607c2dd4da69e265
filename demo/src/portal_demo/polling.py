"""Waiting for what comes by itself, within a bound."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

_LOOKS_A_SECOND = 10


async def poll_until(come: Callable[[], Awaitable[bool]], *, within: float) -> bool:
    """Whether it has come; looks again and again for so many seconds."""
    for _ in range(int(within * _LOOKS_A_SECOND)):
        if await come():
            return True
        await asyncio.sleep(1 / _LOOKS_A_SECOND)
    return await come()
