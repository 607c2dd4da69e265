"""What the demo does, one call each, and the account it gives of what came of it."""

from __future__ import annotations

import hashlib
import hmac
import json
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx

from entrypoints.demo.stand_in import Object
from entrypoints.demo.waiting import soon

_SOON = 10.0


class Differs(Exception):
    """Something is not as it should be."""


@dataclass(kw_only=True)
class Steps:
    """Talks to the service as a host application and as Stripe do, and prints each step."""

    client: httpx.AsyncClient
    browser: httpx.AsyncClient
    webhook_secret: str = field(repr=False)
    api_version: str
    _events: count[int] = field(default_factory=lambda: count(1))

    def tell(self, step: str, outcome: str) -> None:
        sys.stdout.write(f"  {step:<58} {outcome}\n")
        sys.stdout.flush()

    async def call(self, step: str, method: str, path: str, body: object = None, *, expect: int) -> Any:
        """Calls the service as the host application."""
        answer = await self.client.request(method, path, json=body)
        told = answer.json() if answer.content else {}
        slug = str(told.get("type", "")).rpartition("/")[2] if answer.is_error else ""
        self.check(step, f"{answer.status_code} {slug}".strip(), f"{expect}", holds=answer.status_code == expect)
        return told

    async def push(self, type_: str, told: Object, *, created: int, times: int = 1, forged: bool = False) -> None:
        """Sends a signed webhook, as Stripe does: late, twice or forged if asked to."""
        body = json.dumps(
            {
                "id": f"evt_demo_{next(self._events)}",
                "object": "event",
                "api_version": self.api_version,
                "created": created,
                "data": {"object": told},
                "livemode": False,
                "pending_webhooks": 1,
                "request": {"id": None, "idempotency_key": None},
                "type": type_,
            }
        ).encode()
        for sent in range(times):
            manner = ", forged" if forged else ", once more" if sent else ""
            answer = await self.client.post(
                "/webhooks/stripe", content=body, headers={"Stripe-Signature": self._sign(body, forged=forged)}
            )
            expected = 400 if forged else 200
            self.same(f"webhook {type_}{manner}", answer.status_code, expected)

    async def until(self, step: str, read: Callable[[], Awaitable[object]], expected: object) -> None:
        """Waits, within a bound, for what is answered in the background."""

        async def come() -> bool:
            return bool(await read() == expected)

        with suppress(TimeoutError):
            await soon(come, within=_SOON)
        self.same(step, await read(), expected)

    def check(self, step: str, outcome: str, expected: str, *, holds: bool) -> None:
        if not holds:
            raise Differs(f"{step}: {outcome}, where {expected} was expected")
        self.tell(step, outcome)

    def same(self, step: str, seen: object, expected: object) -> None:
        self.check(step, str(seen), str(expected), holds=seen == expected)

    def _sign(self, body: bytes, *, forged: bool) -> str:
        at = int(time.time())
        key = b"somebody else's" if forged else self.webhook_secret.encode()
        return f"t={at},v1={hmac.new(key, f'{at}.'.encode() + body, hashlib.sha256).hexdigest()}"
