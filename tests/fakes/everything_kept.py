"""Every stored value as text, so that a test can check that something is stored nowhere."""

from __future__ import annotations

from dataclasses import fields

from sqlalchemy import select

from adapters.persistence.metadata import metadata
from adapters.persistence.storage import SqlStorage
from application.ports.storage.inbox import Delivery
from application.ports.storage.storage import Storage
from domain.customer import Customer
from fakes.storage import InMemoryStorage


async def everything_kept(storage: Storage) -> str:
    if isinstance(storage, InMemoryStorage):
        kept = (item for f in fields(storage.tables) for item in getattr(storage.tables, f.name).items())
        return "\n".join(f"{key} {value} {_unshown(value)}" for key, value in kept)
    assert isinstance(storage, SqlStorage)
    lines: list[str] = []
    async with storage.engines.reading.connect() as connection:
        for table in metadata.sorted_tables:
            lines += [str(tuple(row)) for row in await connection.execute(select(table))]
    return "\n".join(lines)


def _unshown(value: object) -> str:
    """Return the stored values that no repr shows."""
    if isinstance(value, Delivery):
        return value.payload
    return f"{value.email} {value.name}" if isinstance(value, Customer) else ""
