"""A sandbox with one fake vendor, a clock that stands still until it is moved, and a receiver."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import cast

import httpx

from payment_sandbox.app import courier_of
from payment_sandbox.faults import Switches
from payment_sandbox.sandbox import Sandbox
from sandbox.core.parcel_vendor import ParcelVendor

NOW = datetime(2026, 11, 1, 10, tzinfo=UTC)
ADDRESS = "http://127.0.0.1:7070"
RECEIVER = "http://127.0.0.1:7071/webhooks"


def sandbox(file: str = ":memory:", *, real: Callable[[], datetime] = lambda: NOW, seed: str = "seed") -> Sandbox:
    """Create the sandbox as it is started."""
    return Sandbox({"parcel": ParcelVendor}, address=ADDRESS, file=file, real=real, seed=seed)


class Stage:
    """`answers` holds the statuses with which the receiver responds, one after another; then it always responds 200."""

    def __init__(self, *, real: Callable[[], datetime] = lambda: NOW) -> None:
        self.sandbox = sandbox(real=real)
        self.vendor = cast(ParcelVendor, self.sandbox.vendors["parcel"])
        self.records = self.sandbox.records["parcel"]
        self.received: list[httpx.Request] = []
        self.answers: list[int | None] = []
        http = httpx.AsyncClient(transport=httpx.MockTransport(self._receive))
        self.courier = courier_of(self.sandbox, http)
        self.vendor.deliver_to(RECEIVER, "secret")

    def close(self) -> None:
        self.sandbox.close()

    def _receive(self, request: httpx.Request) -> httpx.Response:
        self.received.append(request)
        status = self.answers.pop(0) if self.answers else 200
        if status is None:
            raise httpx.ConnectError("nobody there")
        return httpx.Response(status)

    def switch(self, switches: Switches) -> None:
        self.sandbox.chaos["parcel"].switch(switches)

    async def sent_after(self, seconds: float) -> int:
        """Return how many messages are sent when the clock is moved by this."""
        self.sandbox.move(timedelta(seconds=seconds))
        return await self.courier.send_due()

    def outcomes(self) -> list[str]:
        """Return the outcomes, newest first."""
        return [each.outcome for each in self.sandbox.outbox.latest(100)]
