"""Which section the walk is in."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.persistence.unlinked import accounts, claims, purchases
from application.ports.storage.unlinked import Position, Section, Stretch

_SECTIONS = {
    Section.ACCOUNTS: accounts.stretch,
    Section.PURCHASES: purchases.stretch,
    Section.CLAIMS: claims.stretch,
}


async def walk(connection: AsyncConnection, after: Position, *, limit: int) -> Stretch:
    """The connection must read as of one moment."""
    return await _SECTIONS[after.section](connection, after, limit)
