"""The service, as a host application's server calls it: with an API key, over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx

from portal_demo.host.api_errors import TooManyCalls, json_of

_WHOSE = "The service"


@dataclass(frozen=True, slots=True)
class PortalApi:
    """Every method raises `CallFailed`."""

    client: httpx.AsyncClient
    """With the service's address and the API key."""

    async def register(self, customer: str, *, name: str, email: str) -> None:
        await self._ask("PUT", customer, "", {"name": name, "email": email})

    async def customer(self, customer: str) -> Any:
        return await self._ask("GET", customer, "")

    async def billing(self, customer: str) -> Any:
        return await self._ask("GET", customer, "/billing")

    async def signed_reference(self, customer: str) -> tuple[str, str]:
        """Key and value, to be put into a checkout."""
        told = await self._ask("GET", customer, "/checkout-reference")
        return told["key"], told["value"]

    async def billing_page(self, customer: str, *, return_url: str) -> str:
        """A link that lets this customer in, once."""
        told = await self._ask("POST", customer, "/billing-sessions", {"return_url": return_url})
        return str(told["url"])

    async def provider_portal(self, customer: str, *, intent: str, return_url: str) -> str:
        """A link into the provider's own portal."""
        told = await self._ask("POST", customer, "/portal-sessions", {"intent": intent, "return_url": return_url})
        return str(told["url"])

    async def refresh(self, customer: str) -> None:
        """Have the provider asked soon. Whoever comes back too often for that waits for the webhooks alone."""
        with suppress(TooManyCalls):
            await self._ask("POST", customer, "/refresh")

    async def _ask(self, method: str, customer: str, path: str, body: Mapping[str, str] | None = None) -> Any:
        address = f"/v1/customers/{quote(customer, safe='')}{path}"
        return await json_of(_WHOSE, self.client.build_request(method, address, json=body), self.client)
