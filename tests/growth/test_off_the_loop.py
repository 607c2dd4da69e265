"""Other requests are served while a customer with many objects is read."""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from adapters.persistence.database import make_engines
from adapters.persistence.storage import SqlStorage
from application.execution.off_the_loop import MANY
from domain.billing.assembly import CustomerRecords
from domain.customer import CustomerId
from domain.purchases.grouping import Facet
from examples import ADA
from fakes.storage import InMemoryStorage
from growth.calls import counted_calls
from growth.customers import SHAPES, cheap_orders, keep
from integration.http.api import Api, fresh_api

PATH = f"/v1/customers/{ADA}"
PATIENCE = 20
"""Seconds after which a computation stops waiting for the loop, so that a test can fail."""


class Slow(tuple[Facet, ...]):
    """Iterating blocks until `served` is set, which only a free event loop can do."""

    served: threading.Event
    outcome: list[bool]

    def __iter__(self) -> Iterator[Facet]:
        self.outcome.append(self.served.wait(PATIENCE))
        return super().__iter__()


@dataclass(slots=True)
class SlowStorage(InMemoryStorage):
    """A storage whose customers have so much that processing it takes until another request was served.

    `read` is set once the records are read and about to be processed.
    """

    read: asyncio.Event = field(default_factory=asyncio.Event)
    served: threading.Event = field(default_factory=threading.Event)
    outcome: list[bool] = field(default_factory=list)

    async def customer_records(self, customer_id: CustomerId) -> CustomerRecords | None:
        facts = await super(SlowStorage, self).customer_records(customer_id)
        assert facts is not None
        slow = Slow(facts.facets)
        slow.served, slow.outcome = self.served, self.outcome
        self.read.set()
        return replace(facts, facets=slow)


async def is_alive(api: Api, storage: SlowStorage) -> None:
    """Send another request meanwhile and check its response."""
    await storage.read.wait()
    assert (await api.get("/health/live", credential=None)).status_code == 200
    storage.served.set()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("GET", "/billing"),
        ("GET", "/purchases"),
        ("GET", "/subscriptions"),
        ("POST", "/portal-sessions"),
        ("PUT", "/home-provider"),
    ],
)
async def test_other_requests_are_served_while_a_customer_with_many_objects_is_read(method: str, path: str) -> None:
    api, storage = fresh_api(), SlowStorage()
    await keep(storage, cheap_orders(MANY))
    api.installation.memory = api.installation.storage = storage
    body: Any = {"provider": "alpha"} if method == "PUT" else None
    read, _ = await asyncio.gather(api.call(method, f"{PATH}{path}", json=body), is_alive(api, storage))
    assert read.status_code < 500, read.text
    assert storage.outcome
    assert all(storage.outcome)
    await api.close()


async def calls_on_the_loop(database: Path, shape: str, count: int) -> int:
    """Count the calls that reading billing makes in the event loop's thread."""
    engines = make_engines(f"sqlite:///{database}")
    api = fresh_api()
    api.installation.storage = storage = SqlStorage(engines)
    try:
        await keep(storage, SHAPES[shape](count))
        assert (await api.get(f"{PATH}/billing")).status_code == 200
        with counted_calls(threads=False) as calls:
            assert (await api.get(f"{PATH}/billing")).status_code == 200
        return calls.count
    finally:
        await api.close()
        await engines.dispose()


@pytest.mark.parametrize("shape", ["cheap_orders", "subscriptions"])
async def test_event_loop_does_no_more_for_a_customer_with_more_objects(
    shape: str, migrated_sqlite: Path, tmp_path: Path
) -> None:
    few, many = [
        await calls_on_the_loop(Path(shutil.copy(migrated_sqlite, tmp_path / f"{count}.db")), shape, count)
        for count in (2 * MANY, 4 * MANY)
    ]
    assert many / few < 1.3
