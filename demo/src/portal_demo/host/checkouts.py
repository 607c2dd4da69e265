"""Hosted checkouts, made such that the purchase is at once known to be this customer's (docs/checkout.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import httpx

from portal_demo.host.api_errors import json_of
from portal_demo.host.offers import PROVIDERS, Offer


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """Who buys. `reference`: key and value of the signed reference; `known_as`: their account at the provider."""

    id: str
    name: str
    email: str
    reference: tuple[str, str]
    known_as: str | None


class Checkouts(Protocol):
    """Sells at one provider."""

    async def begin(self, offer: Offer, buyer: Buyer, *, return_url: str) -> str:
        """Where the buyer goes to pay.

        Raises:
            CallFailed
        """
        ...


@dataclass(frozen=True, slots=True)
class StripeCheckouts:
    """Metadata that only the seller can write is believed as it is."""

    client: httpx.AsyncClient
    """With Stripe's address and the key."""

    async def begin(self, offer: Offer, buyer: Buyer, *, return_url: str) -> str:
        key, _ = buyer.reference
        form = {
            "client_reference_id": buyer.id,
            f"metadata[{key}]": buyer.id,
            "line_items[0][price]": offer.stripe_price,
            "line_items[0][quantity]": "1",
            "managed_payments[enabled]": "false",
            "success_url": return_url,
            "cancel_url": return_url,
            **({"customer": buyer.known_as} if buyer.known_as else {"customer_email": buyer.email}),
            **(self._once(buyer) if offer.once else self._again_and_again(key, buyer)),
        }
        request = self.client.build_request("POST", "/v1/checkout/sessions", data=form)
        return str((await json_of(PROVIDERS["stripe"], request, self.client))["url"])

    @staticmethod
    def _once(buyer: Buyer) -> Mapping[str, str]:
        account = {} if buyer.known_as else {"customer_creation": "always"}
        return {"mode": "payment", "invoice_creation[enabled]": "true", **account}

    @staticmethod
    def _again_and_again(key: str, buyer: Buyer) -> Mapping[str, str]:
        return {"mode": "subscription", f"subscription_data[metadata][{key}]": buyer.id}


@dataclass(frozen=True, slots=True)
class LemonSqueezyCheckouts:
    """Custom data could be anybody's, so it carries the signed reference."""

    client: httpx.AsyncClient
    """With Lemon Squeezy's address and the key."""
    store_id: str

    async def begin(self, offer: Offer, buyer: Buyer, *, return_url: str) -> str:
        key, value = buyer.reference
        checkout = {
            "type": "checkouts",
            "attributes": {
                "checkout_data": {"email": buyer.email, "name": buyer.name, "custom": {key: value}},
                "product_options": {"redirect_url": return_url},
            },
            "relationships": {
                "store": {"data": {"type": "stores", "id": self.store_id}},
                "variant": {"data": {"type": "variants", "id": offer.lemonsqueezy_variant}},
            },
        }
        request = self.client.build_request("POST", "/v1/checkouts", json={"data": checkout}, headers=_JSON_API)
        told: Any = await json_of(PROVIDERS["lemonsqueezy"], request, self.client)
        return str(told["data"]["attributes"]["url"])


_JSON_API = {"Accept": "application/vnd.api+json", "Content-Type": "application/vnd.api+json"}
