"""Finishing what was begun although one is told to stop."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, TypeVar

T = TypeVar("T")


async def uninterrupted(work: Coroutine[Any, Any, T]) -> T:
    """For what is short and must not be left half done. Whoever is cancelled meanwhile is so afterwards."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        while not task.done():
            with suppress(asyncio.CancelledError):  # told so a second time
                await asyncio.wait([task])
        if not task.cancelled():
            task.exception()  # whoever was told to stop has no use for what went wrong meanwhile
        raise
