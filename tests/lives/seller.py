"""Actions that do not start with the customer: the seller refunds or deletes an account, and a bank
decides disputes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx

from lives.person import patiently
from payment_sandbox.records import Document
from portal_demo.host.api_errors import json_of
from portal_demo.host.checkouts import LemonSqueezyCheckouts, StripeCheckouts
from portal_demo.host.customers import Customer
from portal_demo.stack import Demo

_JSON_API = {"Accept": "application/vnd.api+json", "Content-Type": "application/vnd.api+json"}


@dataclass(frozen=True, slots=True)
class Seller:
    """Acts with the keys of the host application. Every method raises `CallFailed`."""

    demo: Demo

    async def give_back(self, provider: str, customer: Customer, cents: int | None) -> None:
        """Refund the customer's latest one-off purchase; None refunds all that is left."""
        if provider == "stripe":
            amount = {} if cents is None else {"amount": str(cents)}
            payment = self._charge(customer)["payment_intent"]
            await self._tell("stripe", "POST", "/v1/refunds", data={"payment_intent": payment, **amount})
            return
        order = self._order(customer)["id"]
        amount_given = {} if cents is None else {"amount": cents}
        refund = {"data": {"type": "orders", "id": order, "attributes": amount_given}}
        await self._tell("lemonsqueezy", "POST", f"/v1/orders/{order}/refund", json=refund, headers=_JSON_API)

    async def delete_account(self, customer: Customer) -> None:
        """Delete the account at Stripe. Lemon Squeezy deletes no customer."""
        await self._tell("stripe", "DELETE", f"/v1/customers/{self._account(customer)['id']}")

    async def bank(self, does: str, customer: Customer) -> None:
        """Let the bank open a dispute of a Stripe purchase, or decide it: `does` is `dispute-charge`, `win-dispute`
        or `lose-dispute`.
        """
        charge = self._charge(customer)["id"]
        about = charge
        if does != "dispute-charge":
            about = self._stripe("dispute", "charge", charge)["id"]
        await self._tell("stripe", "POST", f"/bank/{does}/{about}")

    async def _tell(self, provider: str, method: str, path: str, **how: Any) -> None:
        client = self._client(provider)
        await patiently(lambda: json_of(provider, client.build_request(method, path, **how), client))

    def _client(self, provider: str) -> httpx.AsyncClient:
        checkouts = self.demo.shop.checkouts[provider]
        assert isinstance(checkouts, StripeCheckouts | LemonSqueezyCheckouts)
        return checkouts.client

    def _account(self, customer: Customer) -> Document:
        return self._stripe("customer", "email", customer.email)

    def _charge(self, customer: Customer) -> Document:
        return self._stripe("charge", "customer", self._account(customer)["id"])

    def _stripe(self, kind: str, field: str, value: str) -> Document:
        return next(self.demo.sandbox.records["stripe"].newest(kind, {field: value}))

    def _order(self, customer: Customer) -> Document:
        return next(
            self.demo.sandbox.records["lemonsqueezy"].newest("orders", {"attributes.user_email": customer.email})
        )
