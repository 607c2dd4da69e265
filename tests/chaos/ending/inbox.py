"""Stored deliveries of the service."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from sqlalchemy import select

from adapters.persistence import tables
from adapters.persistence.database import Database

_DONE = frozenset({"applied", "ignored"})


@dataclass(frozen=True, slots=True)
class Inbox:
    """The status of each delivery by provider and key."""

    statuses: Mapping[tuple[str, str], str]

    def counts(self) -> dict[str, int]:
        return dict(Counter(self.statuses.values()))

    def amiss(self, *, arrived: Set[tuple[str, str]], tried: Set[tuple[str, str]]) -> Iterator[str]:
        """Return deliveries that arrived but are not stored, that are stored but were never sent, or that were not
        applied.

        `arrived`: those that the service confirmed; `tried`: those that were sent at least once. One whose confirmation
        was lost each time has been given up by the provider, and is stored.
        """
        for provider, key in sorted(arrived - self.statuses.keys()):
            yield f"{provider} delivery {key}: arrived, and is not kept"
        for provider, key in sorted(self.statuses.keys() - tried):
            yield f"{provider} delivery {key}: is kept, and was never sent"
        for (provider, key), status in sorted(self.statuses.items()):
            if status not in _DONE:
                yield f"{provider} delivery {key}: is {status}"


async def kept(engines: Database) -> Inbox:
    columns = tables.inbox.c
    async with engines.reading.connect() as connection:
        found = await connection.execute(select(columns.provider, columns.key, columns.status))
        return Inbox({(row.provider, row.key): row.status for row in found})
