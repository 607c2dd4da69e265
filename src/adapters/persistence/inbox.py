"""The inbox on a database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.persistence import tables
from adapters.persistence.mapping import delivery as mapping
from adapters.persistence.statements import insert_if_absent
from application.ports.persistence import Delivery
from domain.provider import ProviderName


@cache
def _insert(dialect: str) -> Any:
    return insert_if_absent(tables.inbox, dialect)


@dataclass(frozen=True, slots=True)
class SqlInbox:
    """One statement for many deliveries."""

    connection: AsyncConnection

    async def receive(self, deliveries: Sequence[Delivery]) -> frozenset[tuple[ProviderName, str]]:
        first = {(d.provider, d.key): d for d in reversed(deliveries)}
        if not first:
            return frozenset()
        rows = [mapping.to_row(first[key]) for key in sorted(first)]
        new = await self.connection.execute(_insert(self.connection.dialect.name), rows)
        return frozenset((ProviderName(provider), key) for provider, key in new)
