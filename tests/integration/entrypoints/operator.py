"""An operator with a shell and a database that has some history."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from adapters.persistence.database import make_engines
from adapters.persistence.storage import SqlStorage
from application.customers.register_customer import RegisterCustomer, Registration
from application.ingestion.apply_provider_event import ApplyProviderEvent
from application.ports.provider.event import Ignored, ProviderEvent, Undecodable
from application.ports.provider.updates import ProviderUpdate
from domain.customer import CustomerId
from domain.provider import ProviderName
from examples import NOON
from fakes.clock import FakeClock
from integration.entrypoints.process import ended

STRIPE, ELSEWHERE = ProviderName("stripe"), ProviderName("elsewhere")


@dataclass(frozen=True, kw_only=True)
class Shell:
    """A folder with an SQLite file and the settings of a service in test mode with Stripe."""

    folder: Path
    clock: FakeClock

    @property
    def settings(self) -> dict[str, str]:
        return {
            "MODE": "test",
            "API_KEYS": "the-key-of-the-host",
            "DATABASE_URL": f"sqlite:///{self.folder / 'portal.db'}",
            "STRIPE_API_KEY": "sk_test_made_up",
            "STRIPE_WEBHOOK_SECRETS": "whsec_made_up",
        }

    async def runs(self, *command: str) -> tuple[int | None, str, str]:
        return await ended(self.folder, *command, **self.settings)

    async def reads(self, *command: str) -> tuple[int | None, Any]:
        """Run the command with `--json`, and check that nothing but the log is on stderr."""
        status, out, err = await self.runs(*command, "--json")
        assert [json.loads(line)["level"] for line in err.splitlines() if line] == ["warning"] * err.count("\n")
        return status, json.loads(out)

    @asynccontextmanager
    async def storage(self) -> AsyncIterator[SqlStorage]:
        engines = make_engines(self.settings["DATABASE_URL"])
        try:
            yield SqlStorage(engines)
        finally:
            await engines.dispose()

    async def hear(self, *events: ProviderEvent) -> None:
        """Apply these events, a second apart."""
        async with self.storage() as storage:
            for event in events:
                self.clock.advance(timedelta(seconds=1))
                await ApplyProviderEvent(storage=storage, clock=self.clock)([event])

    async def register(self, *customers: str) -> None:
        async with self.storage() as storage:
            for customer in customers:
                registration = Registration(customer_id=CustomerId(customer), email=f"{customer}@example.com", name="N")
                await RegisterCustomer(storage=storage, clock=self.clock)(registration)


def shell(folder: Path, template: str) -> Shell:
    (folder / "portal.db").write_bytes(Path(template.removeprefix("sqlite:///")).read_bytes())
    return Shell(folder=folder, clock=FakeClock(NOON))


def came(
    key: str,
    reading: ProviderUpdate | Ignored | Undecodable,
    *,
    provider: ProviderName = STRIPE,
    type_: str = "made.up",
    payload: str = "{}",
) -> ProviderEvent:
    return ProviderEvent(provider=provider, key=key, type=type_, decoded=reading, payload=payload)


def columns(out: str) -> Sequence[list[str]]:
    """Split a table into columns, without its header."""
    return [line.split() for line in out.splitlines()[1:]]
