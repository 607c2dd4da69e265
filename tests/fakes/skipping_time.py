"""An event loop for tests in memory: while every task waits, time skips to the next wake-up."""

from __future__ import annotations

import asyncio
import selectors


class _Skipping(selectors.SelectSelector):
    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        found = super().select(0)
        assert found or timeout is not None, "everybody waits, and for nothing that has a time"
        self.now += 0 if found else timeout or 0
        return found


class SkippingTime(asyncio.SelectorEventLoop):
    """An event loop whose time starts at 0 and skips over waits."""

    def __init__(self) -> None:
        self._skipping = _Skipping()
        super().__init__(self._skipping)

    def time(self) -> float:
        return self._skipping.now
