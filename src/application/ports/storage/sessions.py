"""Single-use login links, and the browser sessions that they start."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from domain.customer import CustomerId


class SessionKind(StrEnum):
    """A link begins one visit; a visit lasts until it runs out or is left."""

    LINK = "link"
    SESSION = "visit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A secret that somebody was given, and whom it lets in. Of the secret itself only a digest is kept.

    `return_url`: where the host wants the customer back, None for nowhere in particular.
    """

    kind: SessionKind
    digest: str = field(repr=False)
    customer_id: CustomerId
    return_url: str | None = field(repr=False)
    expires_at: datetime


class Sessions(Protocol):
    """The sessions that were given out and not spent."""

    async def add(self, session: Session) -> None:
        """The customer must be registered."""
        ...

    async def consume(self, kind: SessionKind, digest: str) -> Session | None:
        """Takes it away and returns it, run out or not: of all who try at once, to one of them."""
        ...

    async def delete_for(self, customer_id: CustomerId) -> None:
        """Forgets all of a customer's."""
        ...

    async def delete_expired(self, before: datetime, *, limit: int) -> None:
        """Forgets some of those that ran out by that moment, and waits for nobody who is about to spend one."""
        ...
