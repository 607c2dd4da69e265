"""Use cases: a customer is on the Billing page, and leaves it."""

from __future__ import annotations

from dataclasses import dataclass

from application.portal.secret import digest_of
from application.ports.operations.clock import Clock
from application.ports.storage.sessions import Session, SessionKind
from application.ports.storage.storage import Storage


class BillingVisitOver(Exception):
    """The visit has run out or was left, or never began."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitBilling:
    """Says who is on a visit."""

    storage: Storage
    clock: Clock

    async def __call__(self, secret: str) -> Session:
        """
        Raises:
            BillingVisitOver
        """
        kept = await self.storage.session(SessionKind.VISIT, digest_of(secret))
        if kept is None or kept[0].expires_at <= self.clock.now():
            raise BillingVisitOver
        return kept[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveBilling:
    """Ends a visit, so that its secret is good for nothing any more; one that is over already stays over."""

    storage: Storage

    async def __call__(self, secret: str) -> None:
        async with self.storage.begin() as uow:
            await uow.sessions.spend(SessionKind.VISIT, digest_of(secret))
            await uow.commit()
