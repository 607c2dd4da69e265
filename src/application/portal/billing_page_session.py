"""Use cases: a customer is on the Billing page, and leaves it."""

from __future__ import annotations

from dataclasses import dataclass

from application.portal.secret import hash_secret
from application.ports.operations.clock import Clock
from application.ports.storage.sessions import Session, SessionKind
from application.ports.storage.storage import Storage


class SessionExpired(Exception):
    """The visit has run out or was left, or never began."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GetBillingPageSession:
    """Says who is on a visit."""

    storage: Storage
    clock: Clock

    async def __call__(self, secret: str) -> Session:
        """
        Raises:
            SessionExpired
        """
        kept = await self.storage.session(SessionKind.SESSION, hash_secret(secret))
        if kept is None or kept[0].expires_at <= self.clock.now():
            raise SessionExpired
        return kept[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class EndBillingPageSession:
    """Ends a visit, so that its secret is good for nothing any more; one that is over already stays over."""

    storage: Storage

    async def __call__(self, secret: str) -> None:
        async with self.storage.begin() as uow:
            await uow.sessions.consume(SessionKind.SESSION, hash_secret(secret))
            await uow.commit()
