"""Computations that may be long must not keep everybody else waiting."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

MANY = 100
"""So many things are computed in a few milliseconds; for fewer, handing over to a thread costs more than it gains."""

P = ParamSpec("P")
T = TypeVar("T")


async def off_the_loop(size: int, compute: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Compute in a thread what goes through many things. `size`: how many there are."""
    if size < MANY:
        return compute(*args, **kwargs)
    return await asyncio.to_thread(compute, *args, **kwargs)
