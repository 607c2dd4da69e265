"""Acme's portal: it opens only for subscribers, has one deep link and no return URL."""

from __future__ import annotations

from dataclasses import dataclass

from application.ports.provider.portal import AccountGone, NoHostedPortal, PortalLink, PortalRequest
from domain.intent import Intent
from domain.one_off_purchase import OneOffPurchase
from domain.portal.capabilities import PortalCapabilities
from fakes.providers.acme.client import AcmeApi, NotPossible, NotThere
from fakes.providers.acme.wire import Door, Order

_PAGES = {Intent.UPDATE_PAYMENT_METHOD: "payment"}


@dataclass(frozen=True, slots=True, kw_only=True)
class AcmePortal:
    api: AcmeApi

    @property
    def capabilities(self) -> PortalCapabilities:
        return PortalCapabilities(pages=frozenset({Intent.MANAGE, *_PAGES}), needs_subscription=True)

    async def open(self, request: PortalRequest) -> PortalLink | NoHostedPortal | AccountGone:
        page = _PAGES.get(request.intent)
        try:
            door = await self.api.post("/doors", {"buyer": request.account.id, "page": page}, Door)
        except NotThere:
            return AccountGone()
        except NotPossible:
            return NoHostedPortal()
        intent = request.intent if page is not None else Intent.MANAGE
        return PortalLink(url=door.link, effective_intent=intent, returns=False, expires_at=door.until)

    async def login_page(self) -> str | None:
        """Return None: Acme has no login page."""
        return None

    async def receipt(self, purchase: OneOffPurchase) -> PortalLink | None:
        try:
            order, _ = await self.api.get(f"/orders/{purchase.primary_payment.ref.id}", Order, urgent=True)
        except NotThere:
            return None
        link = order.receipt_link
        return PortalLink(url=link, effective_intent=Intent.MANAGE, returns=False) if link is not None else None
