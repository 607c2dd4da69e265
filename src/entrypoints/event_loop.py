"""The event loop of all processes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


def event_loop_factory() -> Callable[[], asyncio.AbstractEventLoop]:
    """The fastest event loop there is."""
    try:
        import uvloop  # noqa: PLC0415  # not made for every system
    except ImportError:
        return asyncio.new_event_loop
    return uvloop.new_event_loop
