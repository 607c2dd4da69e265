"""Measurements on one database."""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import event as listening

from adapters.persistence.database import make_engines
from adapters.persistence.storage import SqlStorage
from application.ingestion.apply_provider_event import ApplyProviderEvent
from application.ports.storage.inbox import DeliveryFilter
from application.ports.storage.unlinked import UnlinkedCursor, UnlinkedSection
from benchmark.crowd import COPIED, customer, first_customer, multiply, renewal
from benchmark.figures import Figure, Plans, figure
from benchmark.load import Load, load, request
from benchmark.much import change_of, keep_much, owner_of, visited
from benchmark.serving import KEY, SECRET, serving
from contracts.providers.stripe_under_test import StripeUnderTest
from domain.customer import CustomerId
from entrypoints.container import migrate
from fakes.clock import FakeClock
from fixtures.stripe.payloads import sign
from integration.persistence.counting import statements
from integration.persistence.plans import scanned_whole

Say = Callable[[str], None]
_MOST_READINGS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """`rows` is the number of customers, and `seconds` the duration of each load.

    `much` is the number of purchases and subscriptions of some further customers.
    """

    folder: Path
    url: str
    rows: int
    clients: int
    seconds: float
    much: Sequence[int]
    say: Say
    chance: random.Random

    @property
    def database(self) -> str:
        return self.url.partition(":")[0].partition("+")[0]

    async def __call__(self) -> tuple[list[Figure], list[Plans]]:
        engines = make_engines(self.url, create=True)
        storage = SqlStorage(engines)
        try:
            await migrate(self.url)
            self.say(f"{self.database}: making {self.rows:,} customers")
            await self._apply(storage, *first_customer())
            await multiply(engines, self.rows, say=self.say)
            alone = await self._alone(storage)
            self.say(f"{self.database}: looking at plans")
            plans = await self._plans(storage)
            for count in self.much:
                await keep_much(storage, count, self.say)
            visits = {count: await visited(storage, count) for count in self.much}
        finally:
            await engines.dispose()
        return [_with_costs(each, *alone) for each in await self._loads(visits)], plans

    async def _apply(self, storage: SqlStorage, *bodies: bytes) -> None:
        webhooks = StripeUnderTest().provider.webhooks
        apply = ApplyProviderEvent(storage=storage, clock=FakeClock(datetime.now(UTC)))
        await apply([webhooks.decode({}, body) for body in bodies])

    async def _alone(self, storage: SqlStorage) -> tuple[int, int]:
        """Return the statements and transactions of a single event."""
        committed: list[object] = []
        engine = storage.engines.writing.sync_engine
        listening.listen(engine, "commit", committed.append)
        with statements(storage) as seen:
            await self._apply(storage, renewal(1, 1))
        return len(seen), len(committed)

    async def _plans(self, storage: SqlStorage) -> list[Plans]:
        """Ask PostgreSQL for the plan of each statement."""
        if self.database != "postgresql":
            return []
        with statements(storage) as seen:
            await self._apply(storage, renewal(2, 2))
            await storage.customer_records(CustomerId(customer(2)))
            await storage.deliveries(DeliveryFilter(), limit=50)
            for section in UnlinkedSection:
                await storage.unlinked(UnlinkedCursor(section=section), limit=50)
        whole: set[str] = set()
        with psycopg.connect(self.url) as connection:
            for statement, parameters in seen:
                given: Any = parameters[0] if isinstance(parameters, list) else parameters
                whole |= scanned_whole(connection, statement, given)
        grown = sorted(whole & set(COPIED))
        return [Plans(database=self.database, rows=self.rows, statements=len(seen), read_whole=grown)]

    async def _loads(self, visits: Mapping[int, str]) -> list[Figure]:
        figures: list[Figure] = []
        async with serving(self.folder, self.url) as port:
            for clients in (1, self.clients):
                self.say(f"{self.database}: webhooks, {clients} at once")
                before = self._committed()
                measured = await load(port, self._webhooks(), clients=clients, seconds=self.seconds)
                of_load = (self._committed() - before) / max(1, len(measured.milliseconds)) if before else None
                figures.append(replace(self._figure("webhooks", clients, measured), transactions_under_load=of_load))
            for clients in (1, self.clients):
                self.say(f"{self.database}: billing, {clients} at once")
                measured = await load(port, self._readings(), clients=clients, seconds=self.seconds)
                figures.append(self._figure("billing", clients, measured))
            for count, cookie in visits.items():
                figures += await self._of_much(port, count, cookie)
        return figures

    async def _of_much(self, port: int, count: int, cookie: str) -> list[Figure]:
        """Send one request after another, at most as many as a customer may send a minute."""
        key, of = {"Authorization": f"Bearer {KEY}"}, f"{count:,} things"
        sent: Mapping[str, Callable[[], bytes]] = {
            "webhooks": lambda: self._webhook(change_of(count, self.chance.getrandbits(48) % 10**7)),
            "billing": lambda: request("GET", f"/v1/customers/{owner_of(count)}/billing", key),
            "page": lambda: request("GET", "/billing", {"Cookie": cookie}),
        }
        figures: list[Figure] = []
        for what, make in sent.items():
            self.say(f"{self.database}: {what} of {of}")
            requests = (make() for _ in range(_MOST_READINGS))
            figures.append(
                self._figure(f"{what}, {of}", 1, await load(port, requests, clients=1, seconds=self.seconds))
            )
        return figures

    def _figure(self, what: str, clients: int, measured: Load) -> Figure:
        return figure(what, self.database, rows=self.rows, clients=clients, measured=measured)

    def _webhooks(self) -> Iterator[bytes]:
        for _ in itertools.count():
            yield self._webhook(renewal(self.chance.randint(1, self.rows), self.chance.getrandbits(48) % 10**7))

    def _webhook(self, body: bytes) -> bytes:
        headers = {"Stripe-Signature": sign(body, SECRET, int(time.time())), "Content-Type": "application/json"}
        return request("POST", "/webhooks/stripe", headers, body)

    def _readings(self) -> Iterator[bytes]:
        for _ in itertools.count():
            path = f"/v1/customers/{customer(self.chance.randint(1, self.rows))}/billing"
            yield request("GET", path, {"Authorization": f"Bearer {KEY}"})

    def _committed(self) -> int:
        """Return the number of transactions that PostgreSQL counts, or 0 without PostgreSQL."""
        if self.database != "postgresql":
            return 0
        with psycopg.connect(self.url) as connection:
            connection.execute("SELECT pg_stat_clear_snapshot()")
            found = connection.execute("SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()")
            return int(found.fetchall()[0][0])


def _with_costs(each: Figure, statements: int, transactions: int) -> Figure:
    return replace(each, statements=statements, transactions=transactions) if each.what == "webhooks" else each
