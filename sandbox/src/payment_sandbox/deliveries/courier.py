"""Who takes the messages out."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

import httpx

from payment_sandbox.clock import SandboxClock
from payment_sandbox.deliveries.outbox import Outbox
from payment_sandbox.deliveries.outgoing import Delivery

if TYPE_CHECKING:
    from payment_sandbox.vendor import Vendor

SECONDS_TO_ANSWER = 10.0
_AT_ONCE = 8
_LONGEST_SLEEP = 0.5
"""Even when nothing calls: the clock may have been moved, or the next attempt may be due."""


class WebhookSender:
    """Sends what is due, several at once and in no particular order. A receiver that is away delays nobody else."""

    def __init__(
        self, outbox: Outbox, clock: SandboxClock, vendors: Mapping[str, Vendor], http: httpx.AsyncClient
    ) -> None:
        self._outbox = outbox
        self._clock = clock
        self._vendors = vendors
        self._http = http
        self._under_way: set[int] = set()
        self._places = asyncio.Semaphore(_AT_ONCE)
        self._called = asyncio.Event()
        outbox.on_change = self._called.set

    async def send_due(self) -> int:
        """Sends everything that is due by now, and answers how much that was."""
        due = self._claim()
        await asyncio.gather(*(self._send(each) for each in due))
        return len(due)

    async def run(self) -> None:
        """Until it is cancelled."""
        async with asyncio.TaskGroup() as sending:
            while True:
                self._called.clear()
                # No more than can be sent now: reading a long backlog at each change would take longer than sending it.
                for each in self._claim(_AT_ONCE - len(self._under_way)):
                    sending.create_task(self._send(each))
                # Python 3.11's wait_for loses a cancellation that comes together with the call.
                with suppress(TimeoutError):
                    async with asyncio.timeout(_LONGEST_SLEEP):
                        await self._called.wait()

    def _claim(self, limit: int = -1) -> list[Delivery]:
        """`limit`: how many at most, -1 for all."""
        due = self._outbox.due(self._clock.now(), without=self._under_way, limit=limit)
        self._under_way.update(each.id for each in due)
        return due

    async def _send(self, delivery: Delivery) -> None:
        try:
            async with self._places:
                message, at = delivery.message, self._clock.now()
                vendor = self._vendors[message.vendor]
                status = await self._post(
                    message.url,
                    message.body,
                    {**message.headers, **vendor.headers(message.secret, message.body, at)},
                )
                accepted = status is not None and vendor.accepts(status)
                self._outbox.attempted(delivery, at=at, status=status, accepted=accepted)
        finally:
            self._under_way.discard(delivery.id)
            self._called.set()

    async def _post(self, url: str, body: bytes, headers: Mapping[str, str]) -> int | None:
        """The status that came back; None if nothing did. What else the receiver says is of no interest."""
        try:
            async with (
                asyncio.timeout(SECONDS_TO_ANSWER),
                self._http.stream("POST", url, content=body, headers=headers, follow_redirects=False) as answer,
            ):
                return answer.status_code
        except (TimeoutError, httpx.HTTPError, httpx.InvalidURL):
            return None
