"""The API of Acme, a provider that exists only in the tests."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

import httpx

from silence.made_up import secret

Object = dict[str, Any]

DOOR = secret("https://acme.example/door/a-secret-way-in")


@dataclass(slots=True)
class FakeAcme:
    """Holds buyers, agreements and orders by id."""

    now: datetime = datetime(2026, 11, 15, 10, tzinfo=UTC)
    key: str = secret("acme_key_example")
    buyers: dict[str, Object] = field(default_factory=dict)
    agreements: dict[str, Object] = field(default_factory=dict)
    orders: dict[str, Object] = field(default_factory=dict)
    hooks: list[str] = field(default_factory=list)
    on_call: Callable[[], None] = lambda: None
    misbehaviour: Callable[[httpx.Request], httpx.Response] | None = None

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.on_call()
        if self.misbehaviour is not None:
            return self.misbehaviour(request)
        if request.headers["authorization"] != f"Bearer {self.key}":
            return self._told({"error": "who are you"}, 401)
        _, collection, *rest = request.url.path.split("/")
        if collection == "seller":
            return self._told({"shop": "shop_example"})
        if collection == "hooks":
            if request.method == "POST":
                self.hooks.append(json.loads(request.content)["address"])
            return self._told({"hooks": self.hooks})
        if collection == "doors":
            return self._door(json.loads(request.content)["buyer"])
        held: Object = getattr(self, collection)
        if not rest:
            return self._listed(list(held.values()), int(request.url.params["behind"]))
        if rest[0] not in held:
            return self._told({"error": "unknown"}, 404)
        return self._told(self._everything(rest[0]) if collection == "buyers" else held[rest[0]])

    def _listed(self, held: list[Object], behind: int) -> httpx.Response:
        """Return two objects at a time."""
        end = behind + 2
        return self._told({"data": held[behind:end], "following": str(end) if end < len(held) else None})

    def _everything(self, buyer: str) -> Object:
        return {
            "buyer": self.buyers[buyer],
            "agreements": self._of(buyer, self.agreements),
            "orders": self._of(buyer, self.orders),
        }

    def _door(self, buyer: str) -> httpx.Response:
        if buyer not in self.buyers:
            return self._told({"error": "unknown"}, 404)
        if not self._of(buyer, self.agreements):
            return self._told({"error": "subscribers only"}, 409)
        return self._told({"link": DOOR, "until": "2026-11-15T11:00:00Z"})

    def _of(self, buyer: str, held: dict[str, Object]) -> list[Object]:
        return [each for each in held.values() if each["buyer"] == buyer]

    def _told(self, answer: Object, status: int = 200) -> httpx.Response:
        return httpx.Response(status, json=answer, headers={"Date": format_datetime(self.now, usegmt=True)})
