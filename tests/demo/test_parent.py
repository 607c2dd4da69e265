from __future__ import annotations

import asyncio

from portal_demo.parent import stop_with_parent


async def test_process_without_its_parent_is_stopped() -> None:
    parents, stop = iter([42, 42, 42, 1]), asyncio.Event()
    await stop_with_parent(stop, lambda: next(parents), seconds=0)
    assert stop.is_set()


async def test_stopped_process_no_longer_checks_its_parent() -> None:
    stop = asyncio.Event()
    stop.set()
    await stop_with_parent(stop, lambda: 42, seconds=0)
