"""Two servers and two workers on one PostgreSQL apply each event once and lose no update."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest

from fakes.lemonsqueezy_api import FakeLemonSqueezy
from fakes.over_http import over_http
from fakes.stripe_api import FakeStripe
from fixtures.lemonsqueezy import payloads as lemonsqueezy
from fixtures.stripe import payloads as stripe
from integration.entrypoints.process import free_port, serving
from integration.entrypoints.workers import rows, until, worker
from postgres import DatabaseUrl
from silence.made_up import secret

pytestmark = pytest.mark.processes

STRIPE_SECRET, STORE_SECRET = secret("whsec_of_many"), secret("the secret of many")
SUBSCRIPTIONS, CHANGES, COPIES = 3, 12, 3
BEGAN = datetime(2026, 11, 10, 12, tzinfo=UTC)


def changes_at_stripe() -> Iterator[bytes]:
    """Yield changes a minute apart, each with a quantity one greater."""
    for number in range(SUBSCRIPTIONS):
        for change in range(CHANGES):
            told = stripe.event("customer.subscription.updated")
            told["id"] = f"evt_{number}_{change}"
            told["created"] = int((BEGAN + timedelta(minutes=change)).timestamp())
            held = told["data"]["object"]
            held["id"] = f"sub_{number}"
            [item] = held["items"]["data"]
            item |= {"id": f"si_{number}", "subscription": held["id"], "quantity": change + 1}
            yield json.dumps(told).encode()


def changes_at_lemonsqueezy() -> Iterator[bytes]:
    for number in range(SUBSCRIPTIONS):
        for change in range(CHANGES):
            told = lemonsqueezy.event("subscription_updated")
            at = (BEGAN + timedelta(minutes=change)).strftime("%Y-%m-%dT%H:%M:%S.000000Z")
            told["data"]["id"] = str(500 + number)
            attributes = told["data"]["attributes"]
            attributes["updated_at"] = at
            attributes["first_subscription_item"] |= {"updated_at": at, "quantity": change + 1}
            yield json.dumps(told).encode()


def in_disorder(bodies: Sequence[bytes]) -> list[bytes]:
    """Repeat each delivery several times, in a fixed order unrelated to time."""
    copies = [(number, body) for number in range(COPIES) for body in bodies]
    return [body for number, body in sorted(copies, key=lambda copy: sha256(b"%d " % copy[0] + copy[1]).digest())]


def signed(body: bytes, at: datetime) -> tuple[str, Mapping[str, str]]:
    """Return the path and the signed headers of a delivery."""
    if b'"evt_' in body:
        return "/webhooks/stripe", {"stripe-signature": stripe.sign(body, STRIPE_SECRET, int(at.timestamp()))}
    return "/webhooks/lemonsqueezy", {"x-signature": lemonsqueezy.sign(body, STORE_SECRET)}


async def test_each_event_is_applied_once_and_no_update_is_lost(tmp_path: Path, postgresql_url: DatabaseUrl) -> None:
    at_stripe, at_store = FakeStripe(), FakeLemonSqueezy()
    at_stripe.hold(stripe.variant("product.pro"), stripe.variant("price.pro_monthly"))
    bodies = [*changes_at_stripe(), *changes_at_lemonsqueezy()]
    deliveries = in_disorder(bodies)
    async with AsyncExitStack() as running:
        settings = {
            "DATABASE_URL": postgresql_url,
            "API_KEYS": "the-key-of-the-host",
            "MODE": "test",
            "STRIPE_API_KEY": at_stripe.key,
            "STRIPE_API_BASE": await running.enter_async_context(over_http(at_stripe)),
            "STRIPE_WEBHOOK_SECRETS": STRIPE_SECRET,
            "LEMONSQUEEZY_API_KEY": at_store.key,
            "LEMONSQUEEZY_API_BASE": await running.enter_async_context(over_http(at_store)),
            "LEMONSQUEEZY_STORE_ID": lemonsqueezy.STORE_ID,
            "LEMONSQUEEZY_WEBHOOK_SECRETS": STORE_SECRET,
        }
        doors = [
            (await running.enter_async_context(serving(tmp_path, free_port(), "--without-worker", **settings)))[1]
            for _ in range(2)
        ]
        for _ in range(2):
            await running.enter_async_context(worker(tmp_path, None, **settings))
        answers = await asyncio.gather(*(delivered(doors[number % 2], body) for number, body in enumerate(deliveries)))
        assert Counter(answers) == {200: len(deliveries)}

        async def nothing_waits() -> bool:
            return await rows(postgresql_url, "SELECT id FROM agenda WHERE attempts = 0 OR leased_until > now()") == []

        await until(nothing_waits)
    inbox = await rows(postgresql_url, "SELECT provider, status, attempts, count(*) FROM inbox GROUP BY 1, 2, 3")
    each = SUBSCRIPTIONS * CHANGES
    assert sorted(inbox) == [("lemonsqueezy", "applied", 1, each), ("stripe", "applied", 1, each)]
    kept = await rows(postgresql_url, "SELECT id, items FROM subscriptions ORDER BY id")
    ids = [*(str(500 + n) for n in range(SUBSCRIPTIONS)), *(f"sub_{n}" for n in range(SUBSCRIPTIONS))]
    assert [(id_, json.loads(items)[0]["quantity"]) for id_, items in kept] == [(id_, CHANGES) for id_ in ids]
    assert set(asked(at_stripe).values()) == {1}


def asked(api: FakeStripe) -> Counter[str]:
    """Count the fetches of each object, without those of the account, which every process makes."""
    return Counter(path for _, path, _ in api.calls if path != "/v1/account")


async def delivered(door: httpx.AsyncClient, body: bytes) -> int:
    path, headers = signed(body, datetime.now(UTC))
    answer: Any = await door.post(path, content=body, headers=headers)
    return int(answer.status_code)
