"""Use cases: a customer stands before the Billing page with a link, and enters."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from application.portal.secret import digest_of, new_secret
from application.ports.operations.clock import Clock
from application.ports.storage.sessions import Session, SessionKind
from application.ports.storage.storage import Storage
from domain.customer import Customer

LASTS = timedelta(hours=1)


class BillingLinkSpent(Exception):
    """The link was used before, has run out, or was never given out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A visit has begun. Whoever shows the secret is let in: it belongs into a cookie and nowhere else."""

    secret: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAtBillingLink:
    """Says whose billing a link opens, and spends nothing: programs look at links before people do."""

    storage: Storage
    clock: Clock

    async def __call__(self, secret: str) -> Customer:
        """
        Raises:
            BillingLinkSpent
        """
        kept = await self.storage.session(SessionKind.LINK, digest_of(secret))
        if kept is None or kept[0].expires_at <= self.clock.now():
            raise BillingLinkSpent
        return kept[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterBilling:
    """Turns a link into a visit. Of all who open it at once, one gets in."""

    storage: Storage
    clock: Clock

    async def __call__(self, secret: str, *, leaving: str | None = None) -> Visit:
        """`leaving`: the secret of the visit that this browser was on, which ends.

        Raises:
            BillingLinkSpent
        """
        now = self.clock.now()
        visit = Visit(secret=new_secret(), expires_at=now + LASTS)
        async with self.storage.begin() as uow:
            link = await uow.sessions.spend(SessionKind.LINK, digest_of(secret))
            if link is None or link.expires_at <= now:
                raise BillingLinkSpent
            if leaving is not None:
                await uow.sessions.spend(SessionKind.VISIT, digest_of(leaving))
            await uow.sessions.add(_visit_of(link, visit))
            await uow.commit()
        return visit


def _visit_of(link: Session, visit: Visit) -> Session:
    return Session(
        kind=SessionKind.VISIT,
        digest=digest_of(visit.secret),
        customer_id=link.customer_id,
        return_url=link.return_url,
        expires_at=visit.expires_at,
    )
