"""Several processes share one fetch queue without exceeding the rate limit of one."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import httpx
from sqlalchemy import func, select

from adapters.http import http_client
from adapters.persistence import tables
from adapters.persistence.database import make_engines
from adapters.persistence.operations.rate_limits import SqlRateLimits
from adapters.persistence.storage import SqlStorage
from adapters.providers.lemonsqueezy.assembly import NAME, LemonSqueezyConnection, assemble
from application.fetching.fetch_due_objects import FetchDueObjects
from application.portal.checkout_reference import CheckoutReferenceSigner
from application.ports.provider.portal import PortalRequest
from application.ports.provider.provider import Provider
from application.ports.storage.fetch_queue import QueuedFetch
from domain.intent import Intent
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderRef
from fakes.clock import FakeClock
from fakes.lemonsqueezy_api import NOW, FakeLemonSqueezy
from fixtures.lemonsqueezy.payloads import STORE_ID, variant

A_MINUTE = timedelta(minutes=1)
MOST_IN_A_MINUTE = 300
TO_ASK = 600
PROCESSES = 3
REQUEST = PortalRequest(
    account=ProviderRef(provider=NAME, id="7001"),
    intent=Intent.MANAGE,
    subscription=None,
    plan_changes=True,
    return_url=None,
)


@dataclass(slots=True)
class Counting:
    """A Lemon Squeezy that allows 300 calls in a minute of its clock and refuses the others."""

    clock: FakeClock
    api: FakeLemonSqueezy = field(default_factory=FakeLemonSqueezy)
    called_at: list[datetime] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.api.hold(variant("customers.subscriber"), *(_subscription(number) for number in range(TO_ASK)))

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.api.now = self.clock.now()
        self.called_at.append(self.api.now)
        left = MOST_IN_A_MINUTE - self.in_each_minute()[_minute(self.api.now)]
        if left < 0:
            return httpx.Response(429)
        self.api.left = left
        return self.api.answer(request)

    def in_each_minute(self) -> Counter[int]:
        return Counter(_minute(moment) for moment in self.called_at)

    def most_in_any_minute(self) -> int:
        ends = ((at, sum(at - A_MINUTE < other <= at for other in self.called_at)) for at in self.called_at)
        return max(calls for _, calls in ends)


def _minute(moment: datetime) -> int:
    return int(moment.timestamp()) // 60


def _subscription(number: int) -> dict[str, Any]:
    return variant("subscriptions.active") | {"id": str(10_000 + number)}


@dataclass(frozen=True, slots=True)
class Process:
    """A process with its own connections."""

    storage: SqlStorage
    provider: Provider
    ask: FetchDueObjects

    async def left_to_ask(self) -> int:
        of_subscriptions = select(func.count()).where(tables.agenda.c.kind == ObjectKind.SUBSCRIPTION)
        async with self.storage.engines.reading.connect() as connection:
            found: int = (await connection.execute(of_subscriptions)).scalar_one()
        return found


async def started(url: str, lemonsqueezy: Counting, closing: AsyncExitStack) -> Process:
    engines, http = make_engines(url), http_client(httpx.MockTransport(lemonsqueezy.answer))
    closing.push_async_callback(engines.dispose)
    closing.push_async_callback(http.aclose)
    clock = lemonsqueezy.clock
    provider = assemble(
        LemonSqueezyConnection(
            api_key=lemonsqueezy.api.key, webhook_secrets=("a secret",), store_id=STORE_ID, test_mode=True
        ),
        http=http,
        references=CheckoutReferenceSigner(key="user_id"),
        limits=SqlRateLimits(engines, clock),
        sleep=clock.sleep,
    )
    storage = SqlStorage(engines)
    return Process(storage, provider, FetchDueObjects(storage=storage, providers={NAME: provider}, clock=clock))


async def test_hundreds_of_fetches_take_exactly_as_long_as_the_rate_limit_requires(postgresql_url: str) -> None:
    clock = FakeClock(NOW)
    lemonsqueezy = Counting(clock)
    async with AsyncExitStack() as closing:
        processes = [await started(postgresql_url, lemonsqueezy, closing) for _ in range(PROCESSES)]
        first = processes[0]
        async with first.storage.begin() as uow:
            refs = [ProviderRef(provider=NAME, id=_subscription(number)["id"]) for number in range(TO_ASK)]
            await uow.fetch_queue.add([QueuedFetch(kind=ObjectKind.SUBSCRIPTION, ref=ref, due_at=NOW) for ref in refs])
            await uow.commit()
        while await first.left_to_ask():
            asked = await asyncio.gather(*(process.ask() for process in processes))
            before = clock.now()
            await first.provider.portal.open(REQUEST)
            assert clock.now() == before, "somebody at the door has waited"
            if not any(asked):
                clock.advance(timedelta(seconds=1))
    asked_about = [path for path in lemonsqueezy.api.calls if path.startswith("/v1/subscriptions/")]
    assert len(asked_about) == len(set(asked_about)) == TO_ASK
    assert max(lemonsqueezy.in_each_minute().values()) <= MOST_IN_A_MINUTE
    assert lemonsqueezy.most_in_any_minute() <= MOST_IN_A_MINUTE
    assert 2 * A_MINUTE < clock.now() - NOW <= 3 * A_MINUTE
