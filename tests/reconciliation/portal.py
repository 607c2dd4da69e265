"""The service's side of a backfill: its settings, its database, and its remaining fetches."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select, update

from adapters.persistence.database import make_engines
from adapters.persistence.storage import SqlStorage
from adapters.persistence.tables import reconciliations
from application.fetching.fetch_due_objects import FetchDueObjects
from application.ports.operations.clock import Clock
from application.reconciliation.drift import Difference
from entrypoints.cli.context import open_use_cases
from entrypoints.settings.load import read_settings
from equality.differences import differences
from equality.rows import nobodys
from equality.sandbox_rows import sandbox_rows
from equality.stored_rows import stored_rows
from payment_sandbox.lemonsqueezy.api.dispatch import API_KEY
from payment_sandbox.sandbox import Sandbox
from reconciliation.population import opened

known = reconciliations.c
_AT_ONCE = 50
_LATER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Ahead:
    """A clock that is ahead, so that work due soon is due now."""

    by: timedelta

    def now(self) -> datetime:
        return datetime.now(UTC) + self.by


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """`at` holds the addresses of the providers."""

    database_url: str
    at: Mapping[str, str]

    @property
    def settings(self) -> dict[str, str]:
        return {
            "DATABASE_URL": self.database_url,
            "MODE": "test",
            "API_KEYS": "the-key-of-the-host",
            "STRIPE_API_KEY": "sk_test_made_up",
            "STRIPE_WEBHOOK_SECRETS": "whsec_made_up",
            "STRIPE_API_BASE": self.at["stripe"],
            "LEMONSQUEEZY_API_KEY": API_KEY,
            "LEMONSQUEEZY_WEBHOOK_SECRETS": "made_up_secret",
            "LEMONSQUEEZY_STORE_ID": "1001",
            "LEMONSQUEEZY_API_BASE": self.at["lemonsqueezy"],
        }

    async def ask_what_is_left(self) -> int:
        """Process the fetch queue and return the number of fetches."""
        clock: Clock = Ahead(_LATER)
        async with open_use_cases(read_settings(self.settings)) as use_cases:
            ask: FetchDueObjects = replace(use_cases.ask_provider, clock=clock)
            asked = 0
            while took := await ask(limit=_AT_ONCE):
                asked += took
        return asked

    async def missed(self) -> dict[str, list[Difference]]:
        """Return the drift by provider in a dry run."""
        async with open_use_cases(read_settings(self.settings)) as use_cases:
            drifts = await use_cases.reconcile([*use_cases.reconcile.providers], dry_run=True)
        assert [drift.skipped for drift in drifts] == [None] * len(drifts)
        return {drift.provider: drift.samples for drift in drifts}

    async def lease_runs_out(self) -> None:
        """Let the lease expire, as after two minutes."""
        await self._change({known.leased_until: known.started_at})

    async def a_day_passes(self) -> None:
        """Move the last full reconciliation a day back."""
        await self._change({known.whole_at: datetime.now(UTC) - timedelta(days=1)})

    async def begun(self) -> dict[str, datetime]:
        """Return the start of the latest reconciliation of each provider."""
        async with _storage(self.database_url) as storage, storage.engines.reading.connect() as connection:
            rows = await connection.execute(select(known.provider, known.started_at))
            return {row.provider: row.started_at for row in rows}

    async def finished(self) -> set[str]:
        """Return the providers whose reconciliation completed."""
        async with _storage(self.database_url) as storage, storage.engines.reading.connect() as connection:
            rows = await connection.execute(select(known.provider).where(known.finished_at.is_not(None)))
            return set(rows.scalars())

    async def _change(self, values: Mapping[Any, Any]) -> None:
        async with _storage(self.database_url) as storage, storage.engines.writing.begin() as connection:
            await connection.execute(update(reconciliations).values(values))

    async def differences(self, file: Path) -> list[str]:
        """Return the differences from a sandbox that has ended."""
        sandbox = opened(file)
        try:
            return await self.differences_to(sandbox)
        finally:
            sandbox.close()

    async def differences_to(self, sandbox: Sandbox) -> list[str]:
        """Return the differences between the sandbox and everything mirrored.

        Lists of Lemon Squeezy have no owners, so owners are not compared there.
        """
        async with _storage(self.database_url) as storage:
            here = await stored_rows(storage, sandbox.clock.now())
        return differences(nobodys(sandbox_rows(sandbox), "lemonsqueezy"), nobodys(here, "lemonsqueezy"))


@asynccontextmanager
async def _storage(url: str) -> AsyncIterator[SqlStorage]:
    engines = make_engines(url)
    try:
        yield SqlStorage(engines)
    finally:
        await engines.dispose()
