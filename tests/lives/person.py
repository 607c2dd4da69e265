"""A customer of the host application who buys, changes plans and cancels, and retries during outages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

import httpx

from lives.portals import CustomerPortal, LemonSqueezyPortal, StripePortal
from lives.visitor import Visitor
from portal_demo.host.api_errors import CallFailed
from portal_demo.host.customers import Customer
from portal_demo.polling import poll_until
from portal_demo.stack import Demo
from timeouts import TIMEOUT

_PATIENCE = 60.0
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    demo: Demo
    customer: Customer

    async def buy(self, provider: str, offer: str, card: str) -> None:
        url = await patiently(lambda: self.demo.shop.begin_checkout(self.customer, provider, offer))
        async with _walking(self.demo) as visitor:
            await visitor.open(url)
            pay = next(words for words in ("Subscribe", "Pay $", "Start trial") if visitor.offers(words))
            await visitor.press(pay, choose=[card], fill={"name": self.customer.name, "email": self.customer.email})

    async def at_portal(self, provider: str, do: Callable[[CustomerPortal, Visitor], Awaitable[None]]) -> None:
        """Follow the service's redirect; use the provider's login page if it leads there, or do nothing."""
        portal = self._portal(provider)
        async with _walking(self.demo) as visitor:
            await visitor.open(await self._way_to(provider) or portal.login)
            if any(visitor.offers(words) for words in ("Send link", "Send sign-in link")):
                await portal.sign_in(visitor, self.customer.email)
            await do(portal, visitor)

    async def _way_to(self, provider: str) -> str | None:
        try:
            url = await self.demo.shop.portal.provider_portal(
                self.customer.id, intent="manage", return_url=self.demo.shop.return_url(self.customer)
            )
        except CallFailed:
            return None
        return url if url.startswith(f"{self.demo.at.sandbox}/{provider}/") else None

    def _portal(self, provider: str) -> CustomerPortal:
        if provider == "stripe":
            return StripePortal(f"{self.demo.at.stripe}/portal/login/test_sandbox")
        return LemonSqueezyPortal(f"{self.demo.at.lemonsqueezy}/billing")


async def patiently(call: Callable[[], Awaitable[T]]) -> T:
    """Retry for a while during outages and rate limits.

    Raises: CallFailed: the call did not succeed within that time.
    """
    came: list[T] = []

    async def answered() -> bool:
        try:
            came.append(await call())
        except CallFailed:
            return False
        return True

    return came[0] if await poll_until(answered, within=_PATIENCE) else await call()


@asynccontextmanager
async def _walking(demo: Demo) -> AsyncIterator[Visitor]:
    async with httpx.AsyncClient(trust_env=False, timeout=TIMEOUT) as client:
        yield Visitor(client=client, site=demo.at.sandbox)
