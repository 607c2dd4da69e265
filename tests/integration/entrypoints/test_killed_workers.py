"""A killed worker loses nothing: another one takes over when its lease expires."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from adapters.persistence.database import make_engines
from adapters.persistence.storage import SqlStorage
from application.ingestion.apply_provider_event import ApplyProviderEvent
from application.ports.provider.event import ProviderEvent, Undecodable
from application.ports.storage.fetch_queue import QueuedFetch
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderName, ProviderRef
from fakes.over_http import over_http
from fakes.stripe_api import FakeStripe
from fixtures.stripe.payloads import event
from integration.entrypoints.on_a_clock import MovedClock
from integration.entrypoints.workers import rows, until, worker
from postgres import DatabaseUrl

pytestmark = pytest.mark.processes

STRIPE = ProviderName("stripe")
LONGER_THAN_A_LEASE = 301
SOMEBODY_WAITS = """
SELECT pid FROM pg_stat_activity
WHERE datname = current_database() AND application_name = 'customer-portal' AND wait_event_type = 'Lock'
"""


@dataclass(slots=True, kw_only=True)
class Stage:
    """A Stripe that can delay fetches of a subscription, and a clock that only moves forward."""

    folder: Path
    url: str
    settings: dict[str, str]
    clock: MovedClock
    storage: SqlStorage
    stripe: FakeStripe
    answers: asyncio.Event = field(default_factory=asyncio.Event)
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    async def before(self, path: str) -> None:
        if path.startswith("/v1/subscriptions/"):
            self.asked.set()
            await self.answers.wait()

    def passes(self, seconds: float) -> None:
        self.clock.file.write_text(str(float(self.clock.file.read_text()) + seconds))


@pytest.fixture
async def stage(tmp_path: Path, postgresql_url: DatabaseUrl) -> AsyncIterator[Stage]:
    (tmp_path / "seconds").write_text("0")
    engines = make_engines(postgresql_url)
    stripe = FakeStripe()
    stripe.hold(event("customer.subscription.updated")["data"]["object"])
    stage = Stage(
        folder=tmp_path,
        url=postgresql_url,
        settings={
            "DATABASE_URL": postgresql_url,
            "API_KEYS": "the-key-of-the-host",
            "MODE": "test",
            "STRIPE_API_KEY": stripe.key,
            "STRIPE_WEBHOOK_SECRETS": "whsec_made_up",
        },
        clock=MovedClock(tmp_path / "seconds"),
        storage=SqlStorage(engines),
        stripe=stripe,
    )
    async with AsyncExitStack() as closing:
        closing.push_async_callback(engines.dispose)
        stage.settings["STRIPE_API_BASE"] = await closing.enter_async_context(over_http(stripe, before=stage.before))
        closing.callback(stage.answers.set)
        yield stage


async def test_fetch_survives_worker_killed_mid_call(stage: Stage) -> None:
    subscription = ProviderRef(provider=STRIPE, id="sub_AdaPro")
    async with stage.storage.begin() as uow:
        ask = QueuedFetch(kind=ObjectKind.SUBSCRIPTION, ref=subscription, due_at=stage.clock.now())
        await uow.fetch_queue.add([ask])
        await uow.commit()
    async with worker(stage.folder, stage.clock, **stage.settings) as killed:
        await asyncio.wait_for(stage.asked.wait(), 30)
        await killed.killed()
    assert await rows(stage.url, "SELECT id, attempts FROM agenda") == [("sub_AdaPro", 1)]
    assert await rows(stage.url, "SELECT id FROM subscriptions") == []
    stage.answers.set()
    stage.passes(LONGER_THAN_A_LEASE)

    async def is_heard() -> bool:
        return await rows(stage.url, "SELECT id FROM subscriptions") == [("sub_AdaPro",)]

    async def nothing_waits() -> bool:
        return await rows(stage.url, "SELECT id FROM agenda WHERE kind = 'subscription'") == []

    async with worker(stage.folder, stage.clock, **stage.settings):
        await until(is_heard)
        await until(nothing_waits)


async def test_delivery_survives_worker_killed_mid_attempt(stage: Stage) -> None:
    told = event("customer.subscription.updated")
    unread = ProviderEvent(
        provider=STRIPE,
        key=told["id"],
        type=told["type"],
        decoded=Undecodable(error="not known yet"),
        payload=json.dumps(told),
    )
    await ApplyProviderEvent(storage=stage.storage, clock=stage.clock)([unread])
    stage.passes(3600)

    async def is_applying() -> bool:
        return bool(await rows(stage.url, SOMEBODY_WAITS))

    with psycopg.connect(stage.url) as in_the_way:
        in_the_way.execute("LOCK TABLE subscriptions")
        async with worker(stage.folder, stage.clock, **stage.settings) as killed:
            await until(is_applying)
            await killed.killed()
    inbox = "SELECT key, status, attempts FROM inbox"
    assert await rows(stage.url, inbox) == [(told["id"], "failed", 2)]
    stage.passes(LONGER_THAN_A_LEASE)

    async def is_applied() -> bool:
        return await rows(stage.url, inbox) == [(told["id"], "applied", 3)]

    async with worker(stage.folder, stage.clock, **stage.settings):
        await until(is_applied)
    assert await rows(stage.url, "SELECT id FROM subscriptions") == [("sub_AdaPro",)]
