"""The section that the cursor is in."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.persistence.unlinked import accounts, claims, purchases
from application.ports.storage.unlinked import CandidatePage, UnlinkedCursor, UnlinkedSection

_SECTIONS = {
    UnlinkedSection.ACCOUNTS: accounts.stretch,
    UnlinkedSection.PURCHASES: purchases.stretch,
    UnlinkedSection.CLAIMS: claims.stretch,
}


async def walk(connection: AsyncConnection, after: UnlinkedCursor, *, limit: int) -> CandidatePage:
    """The connection must read as of one moment."""
    return await _SECTIONS[after.section](connection, after, limit)
