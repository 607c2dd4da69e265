"""Remaining retries and fetches of the service, read from its database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import case, func, or_, select

from adapters.persistence import tables
from adapters.persistence.database import Database

_agenda, _inbox = tables.agenda.c, tables.inbox.c
_GOES_ON = or_(_agenda.error.is_(None), _agenda.error != "gone")
"""What a provider does not know rests for a month, and is no business of anybody's until then."""

_TO_BE_ASKED = case((_agenda.leased_until > _agenda.due_at, _agenda.leased_until), else_=_agenda.due_at)
"""What was asked for again while somebody was at it who was killed then waits until that one's lease is over."""


async def next_due(engines: Database) -> datetime | None:
    """Return the earliest due time, or None if nothing is left to do."""
    asks = select(func.min(_TO_BE_ASKED)).where(_GOES_ON)
    tries = select(func.min(_inbox.next_attempt_at))
    async with engines.reading.connect() as connection:
        found = [(await connection.execute(each)).scalar() for each in (asks, tries)]
    return min((moment for moment in found if moment is not None), default=None)
