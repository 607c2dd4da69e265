"""A real provider's deliveries at the HTTP interface, on any storage."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, cast

import httpx
from sqlalchemy import select

from adapters.persistence import tables
from adapters.persistence.storage import SqlStorage
from application.ports.storage.storage import Storage
from contracts.providers.under_test import ProviderUnderTest
from domain.provider import ProviderName
from fakes.clock import FakeClock
from integration.http.api import Api, fresh_api


@dataclass(kw_only=True)
class Served:
    """The served interface. `storage` is read directly, as no endpoint exposes every delivery."""

    api: Api
    played: ProviderUnderTest
    storage: Storage

    async def deliver(self, body: Any, headers: Any = None) -> httpx.Response:
        """Send a delivery, signed unless other headers are given."""
        path = f"/webhooks/{self.played.provider.name}"
        if headers is None:
            headers = self.played.signed(body, self.played.now)
        return await self.api.client.post(path, content=body, headers=headers)

    async def kept(self) -> list[tuple[str, str]]:
        """Return status and type of every stored delivery."""
        assert isinstance(self.storage, SqlStorage)
        async with self.storage.engines.reading.connect() as connection:
            found = await connection.execute(select(tables.inbox.c.status, tables.inbox.c.type))
            return [(str(status), type_) for status, type_ in found]

    async def statuses(self) -> set[str]:
        return {status for status, _ in await self.kept()}


def served(played: ProviderUnderTest, storage: Storage) -> Served:
    api = fresh_api()
    api.clock = api.installation.clock = FakeClock(played.now)
    api.installation.storage = storage
    provider = played.provider
    api.installation.providers = cast(Any, {ProviderName(provider.name): SimpleNamespace(provider=lambda: provider)})
    return Served(api=api, played=played, storage=storage)
