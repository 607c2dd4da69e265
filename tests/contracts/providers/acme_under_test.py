"""Acme, for the provider suite."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from adapters.http import http_client
from application.portal.checkout_reference import CheckoutReferenceSigner
from contracts.providers.under_test import Answer, Situation, State
from domain.customer import CustomerId
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderRef
from fakes.acme_api import DOOR, FakeAcme
from fakes.clock import FakeClock
from fakes.in_memory.rate_limits import InMemoryRateLimits
from fakes.providers.acme import assembly, webhooks
from silence.made_up import secret

SECRETS = (secret("acme_secret_new"), secret("acme_secret_old"))
TESTS = Path(__file__).parents[2]

BUYER = {"id": "b1", "since": "2026-11-01T09:00:00Z", "closed": False, "user": "user_ada"}
AGREEMENT = {
    "id": "a1",
    "buyer": "b1",
    "state": "running",
    "plan": {"code": "pro", "title": "Pro", "cents": 1900, "currency": "EUR", "every": "month"},
    "since": "2026-11-01T09:00:00.123456Z",
    "until": "2026-12-01T09:00:00Z",
    "ends": None,
    "user": "user_ada",
    "manage_link": "https://acme.example/door/of-a1",
}
ORDER = {
    "id": "o1",
    "buyer": "b1",
    "state": "paid",
    "cents": 12900,
    "back_cents": 0,
    "currency": "EUR",
    "at": "2026-11-02T09:00:00.5Z",
    "sku": "course",
    "title": "Course",
    "user": "user_ada",
    "receipt_link": "https://acme.example/receipt/of-o1",
}


class AcmeUnderTest:
    """A connection to a `FakeAcme` without objects."""

    matrix = TESTS / "fakes" / "providers" / "acme" / "README.md"
    title = "Acme"

    def __init__(self) -> None:
        self.api = FakeAcme()
        self.now = self.api.now
        self.clock = FakeClock(self.now)
        self.limits = InMemoryRateLimits(self.clock)
        self.secrets = (*SECRETS, self.api.key, DOOR)
        self.provider = assembly.assemble(
            assembly.AcmeConnection(api_key=self.api.key, webhook_secrets=SECRETS),
            http=http_client(httpx.MockTransport(self.api.answer)),
            references=CheckoutReferenceSigner(key="user"),
            limits=self.limits,
            sleep=self.clock.sleep,
        )

    def close(self) -> None:
        """Do nothing: the fake holds its objects in memory."""

    async def wait(self, seconds: float) -> None:
        self.now = self.api.now = self.api.now + timedelta(seconds=seconds)
        await self.clock.sleep(seconds)

    @property
    def bodies(self) -> Mapping[str, bytes]:
        told: dict[str, dict[str, Any]] = {
            "agreement.changed": AGREEMENT,
            "order.changed": ORDER,
            "buyer.changed": BUYER,
        }
        return {kind: self._event(kind, each) for kind, each in told.items()}

    @property
    def states(self) -> Mapping[str, Callable[[], State]]:
        return {
            "a running agreement": lambda: self._state("agreement.changed", ObjectKind.SUBSCRIPTION, AGREEMENT),
            "a stopped one": lambda: self._state(
                "agreement.changed", ObjectKind.SUBSCRIPTION, AGREEMENT | {"state": "stopped"}
            ),
            "an order": lambda: self._state("order.changed", ObjectKind.ORDER, ORDER),
            "a buyer": lambda: self._state("buyer.changed", ObjectKind.ACCOUNT, BUYER),
        }

    @property
    def situations(self) -> Mapping[str, Callable[[], Situation]]:
        return {
            "an active subscription": lambda: self._told("agreement.changed", AGREEMENT),
            "an ended subscription": lambda: self._told("agreement.changed", AGREEMENT | {"state": "stopped"}),
            "a one-off purchase": lambda: self._told("order.changed", ORDER),
            "a customer that the API does not know": self._gone,
            "the API is down": self._down,
            "the API key is refused": self._refused,
        }

    def signed(self, body: bytes, at: datetime, *, secret: int = 0) -> Mapping[str, str]:
        return self._signed(body, int(at.timestamp()), SECRETS[secret])

    def forged(self, body: bytes, at: datetime) -> Iterable[tuple[str, Mapping[str, str]]]:
        time = int(at.timestamp())
        genuine = self._signed(body, time, SECRETS[0])
        yield "nothing at all", {}
        yield "an unknown secret", self._signed(body, time, "of somebody else")
        yield "another body", self._signed(body + b" ", time, SECRETS[0])
        yield "another event", {**genuine, "acme-event": "e2"}
        yield "from the past", self._signed(body, time - 301, SECRETS[0])
        yield "from the future", self._signed(body, time + 301, SECRETS[0])
        yield "no signature", {**genuine, "acme-sign": ""}
        yield "not ASCII", {**genuine, "acme-sign": "é" * 44}
        yield "no time", {**genuine, "acme-time": "now"}

    def answer_with(self, answer: Answer | None) -> None:
        """Move the clock an hour ahead, past any cooldown."""
        self.clock.advance(timedelta(hours=1))
        self.api.misbehaviour = answer

    def watch(self, on_call: Callable[[], None]) -> None:
        self.api.on_call = on_call

    def _signed(self, body: bytes, time: int, secret: str) -> dict[str, str]:
        event = hashlib.md5(body, usedforsecurity=False).hexdigest()
        signature = webhooks.signature(secret, event, str(time), body).decode()
        return {"acme-event": event, "acme-time": str(time), "acme-sign": f"bm90IGl0 {signature}"}

    def _event(self, kind: str, each: dict[str, Any]) -> bytes:
        return json.dumps({"kind": kind, "at": "2026-11-15T09:59:00.250000Z", "body": each}).encode()

    def _hold(self, each: dict[str, Any]) -> None:
        self.api.buyers.setdefault("b1", BUYER)
        held = {"a": self.api.agreements, "o": self.api.orders, "b": self.api.buyers}[each["id"][0]]
        held[each["id"]] = each

    def _state(self, type_: str, kind: ObjectKind, each: dict[str, Any]) -> State:
        self._hold(each)
        ref = ProviderRef(provider=assembly.NAME, id=each["id"])
        return State(pushed=self._event(type_, each), kind=kind, ref=ref)

    def _told(self, kind: str, each: dict[str, Any]) -> Situation:
        self._hold(each)
        return Situation(customer_id=CustomerId("user_ada"), heard=[self._event(kind, each)])

    def _gone(self) -> Situation:
        told = self._told("agreement.changed", AGREEMENT)
        self.api.buyers.clear()
        return told

    def _down(self) -> Situation:
        told = self._told("agreement.changed", AGREEMENT)
        self.api.misbehaviour = lambda _: httpx.Response(503)
        return told

    def _refused(self) -> Situation:
        told = self._told("agreement.changed", AGREEMENT)
        self.api.key = "another"
        return told
