"""One message to one receiver."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

import msgspec

Outcome = Literal["waiting", "received", "given_up", "dropped", "withdrawn"]
"""`dropped`: chaos lost it. `withdrawn`: the endpoint is no longer there."""


class WebhookMessage(msgspec.Struct, frozen=True, kw_only=True):
    """What is sent, where, and how often it is tried.

    `key`: what it is called in the records; `object_id`: what it is about. `secret`: what it is signed with,
    at each attempt anew. `retries`: how long after one attempt the next one follows, so many times.
    """

    vendor: str
    url: str
    body: bytes
    event_type: str
    key: str
    object_id: str
    secret: str
    retries: tuple[timedelta, ...]
    endpoint_id: str = ""
    headers: dict[str, str] = {}

    def __repr__(self) -> str:
        return f"Outgoing({self.vendor} {self.event_type} {self.key})"


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """When it was sent and what came back. `status`: None if nothing did."""

    at: float
    status: int | None


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """A message and how far it got. `next_attempt`: seconds since 1970; None when there will be none."""

    id: int
    message: WebhookMessage
    outcome: Outcome
    next_attempt: float | None
    attempts: tuple[Attempt, ...]
