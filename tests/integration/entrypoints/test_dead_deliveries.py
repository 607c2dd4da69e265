"""A delivery that this build cannot decode goes dead, blocks no other, and is applied by a build that can."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from application.ingestion.delivery_lifecycle import MAX_ATTEMPTS
from contracts.providers.acme_under_test import AGREEMENT, ORDER
from examples import NOON
from fakes.providers.acme.webhooks import signature
from integration.entrypoints.portal_with_acme import MODULE, WEBHOOK_SECRET
from integration.entrypoints.process import ended, free_port, serving
from portal_demo.polling import poll_until
from timeouts import TIMEOUT

pytestmark = pytest.mark.processes

OPERATOR = {"Authorization": "Bearer key-of-the-operator"}
TESTS = Path(__file__).parents[2]
LONGER_THAN_ANY_WAIT = timedelta(hours=30)


@dataclass(slots=True)
class Shop:
    """Acme's deliveries, on one clock for all processes."""

    folder: Path
    database_url: str
    now: datetime = NOON
    port: int = field(default_factory=free_port)

    def __post_init__(self) -> None:
        self.passes(timedelta())

    def passes(self, time: timedelta) -> None:
        """Move the clock by renaming a file, so that nobody reads half of it."""
        self.now += time
        fresh = self.folder / "fresh"
        fresh.write_text(self.now.isoformat(), encoding="ascii")
        fresh.rename(self.folder / "clock")

    def settings(self, version: str) -> dict[str, str]:
        return {
            "PYTHONPATH": str(TESTS),
            "ACME_VERSION": version,
            "CLOCK": str(self.folder / "clock"),
            "MODE": "test",
            "API_KEYS": "key-of-the-host",
            "OPERATOR_KEYS": "key-of-the-operator",
            "DATABASE_URL": self.database_url,
        }

    @asynccontextmanager
    async def served(self, version: str) -> AsyncIterator[httpx.AsyncClient]:
        async with serving(self.folder, self.port, program=MODULE, **self.settings(version)) as (_, client):
            client.headers.update(OPERATOR)
            yield client

    async def runs(self, version: str, *command: str) -> tuple[int | None, Any]:
        status, out, _ = await ended(self.folder, *command, "--json", program=MODULE, **self.settings(version))
        return status, json.loads(out)

    async def sends(self, client: httpx.AsyncClient, key: str, kind: str, told: dict[str, Any]) -> None:
        body = json.dumps({"kind": kind, "at": self.now.isoformat(), "body": told}).encode()
        time = str(int(self.now.timestamp()))
        signed = signature(WEBHOOK_SECRET, key, time, body).decode()
        headers = {"acme-event": key, "acme-time": time, "acme-sign": signed}
        assert (await client.post("/webhooks/acme", content=body, headers=headers)).status_code == 200


def agreement(id_: str, **facts: Any) -> dict[str, Any]:
    return {**AGREEMENT, "id": id_, **facts}


def in_the_second_version(id_: str) -> dict[str, Any]:
    price = {"cents": 1900, "currency": "EUR"}
    return agreement(id_, plan={"code": "pro", "title": "Pro", "every": "month", "price": price})


async def events(client: httpx.AsyncClient, status: str) -> dict[str, dict[str, Any]]:
    found = (await client.get("/v1/events", params={"status": status})).json()["data"]
    return {event["id"]: event for event in found}


async def bought(client: httpx.AsyncClient) -> dict[str, str]:
    billing = (await client.get("/v1/customers/user_ada/billing")).json()
    return {each["id"]: each["status"] for each in (*billing["subscriptions"], *billing["purchases"])}


async def dies(shop: Shop, client: httpx.AsyncClient, keys: set[str]) -> None:
    """Let time pass until each delivery has had its maximum number of attempts."""
    for attempts in range(2, MAX_ATTEMPTS + 1):
        shop.passes(LONGER_THAN_ANY_WAIT)
        status, counted = "dead" if attempts == MAX_ATTEMPTS else "failed", dict.fromkeys(keys, attempts)

        async def tried(status: str = status, counted: dict[str, int] = counted) -> bool:
            return {id_: event["attempts"] for id_, event in (await events(client, status)).items()} == counted

        assert await poll_until(tried, within=TIMEOUT), "it was not tried again"


async def test_undecodable_deliveries_are_applied_by_a_later_build(tmp_path: Path, database_url: str) -> None:
    shop = Shop(tmp_path, database_url)
    unread = {f"acme:new-{number}" for number in range(4)}
    async with shop.served("1") as client:
        for number in range(4):
            await shop.sends(client, f"new-{number}", "agreement.changed", in_the_second_version(f"a{number}"))
        assert (await events(client, "failed")).keys() == unread
        shop.passes(timedelta(seconds=10))
        await shop.sends(client, "late", "agreement.changed", agreement("a0", state="late"))
        await shop.sends(client, "other", "order.changed", ORDER)
        assert await bought(client) == {"a0": "past_due", "o1": "paid"}, "what could not be read has held somebody up"
        await dies(shop, client, unread)
        await shop.sends(client, "stopped", "agreement.changed", agreement("a1", state="stopped"))
        assert await bought(client) == {"a0": "past_due", "a1": "ended", "o1": "paid"}
        assert {event["error"] for event in (await events(client, "dead")).values()} == {"ValidationError"}

    status, told = await shop.runs("1", "events", "list", "--status", "dead")
    assert (status, {event["id"] for event in told["data"]}) == (0, unread)
    status, told = await shop.runs("1", "status")
    dead = [sign for sign in told["readings"] if sign["sign"] == "dead"]
    assert (status, [(sign["value"], sign["fine"]) for sign in dead]) == (1, [(4, False)])

    async with shop.served("2") as client:
        answer = await client.post("/v1/events/acme:new-2/replay")
        assert (answer.status_code, answer.json()["status"]) == (200, "applied")
        assert await bought(client) == {"a0": "past_due", "a1": "ended", "a2": "active", "o1": "paid"}
        one = {"replayed": 1, "applied": 1, "ignored": 0, "failed": 0, "not_tried": 0}
        assert await shop.runs("2", "events", "replay", "acme:new-3") == (0, one)
        some = {**one, "replayed": 2, "applied": 2}
        assert await shop.runs("2", "events", "replay", "--status", "dead", "--provider", "acme") == (0, some)
        everything = {**one, "replayed": 7, "applied": 7}
        assert await shop.runs("2", "events", "replay", "--all") == (0, everything)
        assert await events(client, "dead") == {}
        assert await bought(client) == {"a0": "past_due", "a1": "ended", "a2": "active", "a3": "active", "o1": "paid"}
