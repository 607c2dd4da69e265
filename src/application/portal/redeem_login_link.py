"""Use cases: a customer stands before the Billing page with a link, and enters."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from application.portal.secret import hash_secret, new_secret
from application.ports.operations.clock import Clock
from application.ports.storage.sessions import Session, SessionKind
from application.ports.storage.storage import Storage
from domain.customer import Customer

SESSION_LIFETIME = timedelta(hours=1)


class LoginLinkInvalid(Exception):
    """The link was used before, has run out, or was never given out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSession:
    """A visit has begun. Whoever shows the secret is let in: it belongs into a cookie and nowhere else."""

    secret: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewLoginLink:
    """Says whose billing a link opens, and spends nothing: programs look at links before people do."""

    storage: Storage
    clock: Clock

    async def __call__(self, secret: str) -> Customer:
        """
        Raises:
            LoginLinkInvalid
        """
        kept = await self.storage.session(SessionKind.LINK, hash_secret(secret))
        if kept is None or kept[0].expires_at <= self.clock.now():
            raise LoginLinkInvalid
        return kept[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class RedeemLoginLink:
    """Turns a link into a visit. Of all who open it at once, one gets in."""

    storage: Storage
    clock: Clock

    async def __call__(self, secret: str, *, leaving: str | None = None) -> NewSession:
        """`leaving`: the secret of the visit that this browser was on, which ends.

        Raises:
            LoginLinkInvalid
        """
        now = self.clock.now()
        visit = NewSession(secret=new_secret(), expires_at=now + SESSION_LIFETIME)
        async with self.storage.begin() as uow:
            link = await uow.sessions.consume(SessionKind.LINK, hash_secret(secret))
            if link is None or link.expires_at <= now:
                raise LoginLinkInvalid
            if leaving is not None:
                await uow.sessions.consume(SessionKind.SESSION, hash_secret(leaving))
            await uow.sessions.add(_visit_of(link, visit))
            await uow.commit()
        return visit


def _visit_of(link: Session, visit: NewSession) -> Session:
    return Session(
        kind=SessionKind.SESSION,
        digest=hash_secret(visit.secret),
        customer_id=link.customer_id,
        return_url=link.return_url,
        expires_at=visit.expires_at,
    )
