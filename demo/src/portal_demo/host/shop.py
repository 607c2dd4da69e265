"""The host application's dealings: who its customers are, and what they can do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal_demo.host.checkouts import Buyer, Checkouts
from portal_demo.host.customers import Customer, Customers
from portal_demo.host.offers import OFFERS
from portal_demo.host.portal_api import PortalApi
from portal_demo.polling import poll_until


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """`address`: where the host application is reached, without a slash at the end."""

    address: str
    portal: PortalApi
    checkouts: Mapping[str, Checkouts]
    customers: Customers

    async def register(self, customer: Customer) -> None:
        """A customer of ours, known to the service as well.

        Raises:
            CallFailed
        """
        await self.portal.register(customer.id, name=customer.name, email=customer.email)
        self.customers.add(customer)

    async def begin_checkout(self, customer: Customer, provider: str, offer: str) -> str:
        """Where this customer goes to pay.

        Raises:
            CallFailed
        """
        known = await self.portal.customer(customer.id)
        buyer = Buyer(
            id=customer.id,
            name=customer.name,
            email=customer.email,
            reference=await self.portal.signed_reference(customer.id),
            known_as=_account(known, provider),
        )
        return await self.checkouts[provider].begin(OFFERS[offer], buyer, return_url=self.return_url(customer))

    async def billing_page(self, customer: Customer) -> str:
        """Where this customer goes to see their billing.

        Raises:
            CallFailed
        """
        return await self.portal.billing_page(customer.id, return_url=self.return_url(customer))

    async def follows(self, customer: Customer, *, within: float) -> bool:
        """Whether the service knows what everything this customer has is called; waits so many seconds for it.

        It asks the provider for names after the first webhook that tells of a plan or a product.

        Raises:
            CallFailed
        """

        async def everything_has_a_name() -> bool:
            billing = await self.portal.billing(customer.id)
            plans = ((each["plan"] or {}).get("name") for each in billing["subscriptions"])
            return all([*plans, *(each["product_name"] for each in billing["purchases"])])

        return await poll_until(everything_has_a_name, within=within)

    def return_url(self, customer: Customer) -> str:
        """Where checkouts and portals send this customer back to."""
        return f"{self.address}/customers/{customer.id}/back"


def _account(known: Mapping[str, Any], provider: str) -> str | None:
    accounts = (each for each in known["accounts"] if each["provider"] == provider and each["status"] == "active")
    return next((str(each["provider_customer_id"]) for each in accounts), None)
