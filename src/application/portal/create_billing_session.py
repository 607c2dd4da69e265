"""Use case: the host lets one of its users see the Billing page."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from application.portal.secret import hash_secret, new_secret
from application.ports.operations.clock import Clock
from application.ports.storage.sessions import Session, SessionKind
from application.ports.storage.storage import Storage
from domain.customer import CustomerId, CustomerNotFound

LINK_TTL = timedelta(minutes=5)
SWEPT_AT_ONCE = 20
"""More than are added, so that what has run out never piles up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BillingSession:
    """A login link's secret. The first visitor to open the link is signed in: pass it on once and store it nowhere."""

    secret: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateBillingSession:
    """Makes a secret that begins one visit, and forgets some of those that nobody used in time."""

    storage: Storage
    clock: Clock

    async def __call__(self, customer_id: CustomerId, *, return_url: str | None) -> BillingSession:
        """
        Raises:
            CustomerNotFound
        """
        now = self.clock.now()
        created = BillingSession(secret=new_secret(), expires_at=now + LINK_TTL)
        async with self.storage.begin() as uow:
            if await uow.customers.get(customer_id) is None:
                raise CustomerNotFound
            await uow.sessions.delete_expired(now, limit=SWEPT_AT_ONCE)
            await uow.sessions.add(
                Session(
                    kind=SessionKind.LINK,
                    digest=hash_secret(created.secret),
                    customer_id=customer_id,
                    return_url=return_url,
                    expires_at=created.expires_at,
                )
            )
            await uow.commit()
        return created
