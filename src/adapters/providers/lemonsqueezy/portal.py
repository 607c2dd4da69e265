"""Lemon Squeezy's customer portal: signed-in URLs, fetched for each click and never stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from adapters.providers.lemonsqueezy.client import LemonSqueezyApi
from adapters.providers.lemonsqueezy.errors import NotThere
from adapters.providers.lemonsqueezy.store import Store
from adapters.providers.lemonsqueezy.wire.account import Customer
from adapters.providers.lemonsqueezy.wire.document import Document
from adapters.providers.lemonsqueezy.wire.order import Order
from adapters.providers.lemonsqueezy.wire.subscription import Subscription, SubscriptionUrls
from adapters.urls import SafeUrls, expires_at
from application.ports.provider.portal import AccountGone, NoHostedPortal, PortalLink, PortalRequest
from domain.intent import Intent
from domain.mirror.snapshot import ObjectKind
from domain.one_off_purchase import OneOffPurchase
from domain.portal.capabilities import PortalCapabilities

_DEEP_LINKS: Mapping[Intent, Callable[[SubscriptionUrls], str | None]] = {
    Intent.CHANGE_PLAN: lambda urls: urls.customer_portal_update_subscription or urls.update_customer_portal,
    Intent.UPDATE_PAYMENT_METHOD: lambda urls: urls.update_payment_method,
}
"""The deep links. Cancelling has none: customers cancel on the portal's front page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LemonSqueezyPortal:
    """Opens the portal, which has no return link and is configured in the store. `login_url`: fetched if None."""

    api: LemonSqueezyApi
    store: Store
    links: SafeUrls
    login_url: str | None = None

    @property
    def capabilities(self) -> PortalCapabilities:
        return PortalCapabilities(
            pages=frozenset({Intent.MANAGE, *_DEEP_LINKS}),
            front_page=frozenset({Intent.CANCEL}),
            needs_subscription=True,
        )

    async def open(self, request: PortalRequest) -> PortalLink | NoHostedPortal | AccountGone:
        urls = await self._of_subscription(request)
        deep_link = _DEEP_LINKS.get(request.intent)
        url = self.links.allowed(deep_link(urls)) if urls is not None and deep_link is not None else None
        if url is not None:
            return _link(url, request.intent)
        degraded = deep_link is not None
        front_page = self.links.allowed(urls.customer_portal) if urls is not None else None
        if front_page is not None:
            return _link(front_page, Intent.MANAGE, degraded=degraded)
        return await self._of_customer(request, degraded=degraded)

    async def login_page(self) -> str | None:
        """Return the login page. Every store has one, which emails a link (Lemon Squeezy docs, "Customer Portal")."""
        storefront = self.links.allowed(self.login_url or await self.store.url())
        return f"{storefront.rstrip('/').removesuffix('/billing')}/billing" if storefront is not None else None

    async def receipt(self, purchase: OneOffPurchase) -> PortalLink | None:
        if purchase.primary_payment.kind is not ObjectKind.ORDER:
            return None
        try:
            told = await self.api.get("orders", purchase.primary_payment.ref.id, urgent=True)
            order = told.read(Document[Order]).data.attributes
            self.api.check(order)
        except NotThere:
            return None
        url = self.links.allowed(order.urls.receipt) if order.urls is not None else None
        return _link(url, Intent.MANAGE) if url is not None else None

    async def _of_subscription(self, request: PortalRequest) -> SubscriptionUrls | None:
        """Fetch the URLs, or None if the account does not own the subscription now: the URLs admit anyone."""
        if request.subscription is None:
            return None
        try:
            told = await self.api.get("subscriptions", request.subscription.id, urgent=True)
            subscription = told.read(Document[Subscription]).data.attributes
            self.api.check(subscription)
        except NotThere:
            return None
        return subscription.urls if str(subscription.customer_id) == request.account.id else None

    async def _of_customer(
        self, request: PortalRequest, *, degraded: bool
    ) -> PortalLink | NoHostedPortal | AccountGone:
        try:
            told = await self.api.get("customers", request.account.id, urgent=True)
            customer = told.read(Document[Customer]).data.attributes
            self.api.check(customer)
        except NotThere:
            return AccountGone()
        url = self.links.allowed(customer.urls.customer_portal) if customer.urls is not None else None
        return _link(url, Intent.MANAGE, degraded=degraded) if url is not None else NoHostedPortal()


def _link(url: str, intent: Intent, *, degraded: bool = False) -> PortalLink:
    return PortalLink(url=url, effective_intent=intent, returns=False, expires_at=expires_at(url), degraded=degraded)
