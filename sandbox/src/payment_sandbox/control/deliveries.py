"""Which webhooks were sent, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from litestar import get
from litestar.types import ControllerRouterHandler

from payment_sandbox.deliveries.outgoing import Delivery
from payment_sandbox.sandbox import Sandbox

_MOST = 1000


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """One delivery. `attempts`: when, and which HTTP status came back, null if none did."""

    vendor: str
    event_type: str
    key: str
    object_id: str
    url: str
    outcome: str
    next_attempt: float | None
    attempts: list[tuple[float, int | None]]


class Deliveries(msgspec.Struct, frozen=True, kw_only=True):
    """`waiting`: how many are still to be sent; `due`: how many of them now. `latest`: the newest first."""

    waiting: int
    due: int
    latest: list[Sent]


def routes(sandbox: Sandbox) -> Sequence[ControllerRouterHandler]:
    """`GET /deliveries`: whoever waits for everything to have been sent waits for `waiting` to be 0."""

    @get("/deliveries")
    async def show() -> Deliveries:
        outbox = sandbox.outbox
        return Deliveries(
            waiting=outbox.waiting(),
            due=len(outbox.due(sandbox.clock.now())),
            latest=[_sent(each) for each in outbox.latest(_MOST)],
        )

    return [show]


def _sent(delivery: Delivery) -> Sent:
    message = delivery.message
    return Sent(
        vendor=message.vendor,
        event_type=message.event_type,
        key=message.key,
        object_id=message.object_id,
        url=message.url,
        outcome=delivery.outcome,
        next_attempt=delivery.next_attempt,
        attempts=[(each.at, each.status) for each in delivery.attempts],
    )
