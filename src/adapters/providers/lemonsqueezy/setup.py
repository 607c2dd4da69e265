"""Setup at Lemon Squeezy: a webhook."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from adapters.providers.lemonsqueezy.client import ApiResponse, LemonSqueezyApi
from adapters.providers.lemonsqueezy.errors import NotThere, no_such_store
from adapters.providers.lemonsqueezy.event_table import READERS
from adapters.providers.lemonsqueezy.wire.authenticated_user import KeyOwner
from adapters.providers.lemonsqueezy.wire.catalogue import Store
from adapters.providers.lemonsqueezy.wire.document import Document, Listing, Resource
from adapters.providers.lemonsqueezy.wire.webhook import Webhook
from application.ports.errors import ProviderRefused
from application.ports.provider.setup import (
    CheckResult,
    InstalledEndpoint,
    InstallResult,
    Probe,
    fine,
    problem,
    unknown,
)

_PROBE = b'{"meta":{"event_name":"customer_portal_doctor","test_mode":true},"data":{}}'
_INSTALL = "run `customer-portal webhooks install`"
_ON_A_PAGE, _MOST_PAGES = 100, 10
_SHORTEST_SECRET, _LONGEST_SECRET = 6, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class LemonSqueezySetUp:
    """Checks and installs the setup. `secrets`: those to sign probes with; an installed webhook gets the first."""

    api: LemonSqueezyApi
    secrets: tuple[str, ...] = field(repr=False)

    async def time(self) -> datetime:
        told = await self._get("stores", self.api.seller.store_id)
        told.read(Document[Store])
        return told.fetched_at

    async def mode(self) -> Sequence[CheckResult]:
        """Check the mode of the key, `meta.test_mode` (Lemon Squeezy API, "Retrieve the authenticated user")."""
        meta = (await self._get("users", "me")).read(KeyOwner).meta
        told = meta.test_mode if meta is not None else None
        if told is None:
            step = "check in the dashboard, under Settings > API, whether it is a test mode key"
            return (unknown("api_key_mode", "the mode of the API key is not known", step),)
        of_the_mode = f"the API key is for {'test' if told else 'live'} mode"
        if told is self.api.seller.test_mode:
            return (fine("api_key_mode", of_the_mode),)
        step = "set LEMONSQUEEZY_API_KEY to a key for the mode in MODE, or MODE to the mode of the key"
        return (problem("api_key_mode", of_the_mode, step),)

    async def portal(self) -> Sequence[CheckResult]:
        """Check nothing, because the portal cannot be configured."""
        return ()

    async def webhooks(self, address: str) -> Sequence[CheckResult]:
        here = await self._here(address)
        if not here:
            return (problem("webhook_endpoint", f"no webhook of this store delivers to {address}", _INSTALL),)
        return [finding for each in here for finding in self._of(each)]

    def probes(self, now: datetime) -> Sequence[Probe]:
        signatures = (hmac.digest(secret.encode(), _PROBE, "sha256").hex() for secret in self.secrets)
        return [Probe(headers={"x-signature": signature}, body=_PROBE) for signature in signatures]

    async def install(self, address: str, *, thin: bool = False) -> InstalledEndpoint:
        """Install the webhook. Its secret cannot be read, so the configured secret is written each time."""
        secret = self.secrets[0]
        if not _SHORTEST_SECRET <= len(secret) <= _LONGEST_SECRET:
            step = (
                f"put a secret of {_SHORTEST_SECRET} to {_LONGEST_SECRET} characters first in "
                "LEMONSQUEEZY_WEBHOOK_SECRETS"
            )
            raise ProviderRefused(
                self.api.provider, f"webhook secrets of {len(secret)} characters are not allowed", next_step=step
            )
        ours = [each for each in await self._here(address) if self._foreign(each) is None]
        attributes = {"url": address, "events": list(READERS), "secret": secret}
        if not ours:
            store = {"data": {"type": "stores", "id": self.api.seller.store_id}}
            created = {**attributes, "test_mode": self.api.seller.test_mode}
            sent = {"type": "webhooks", "attributes": created, "relationships": {"store": store}}
            return InstalledEndpoint(endpoint=await self._write("POST", None, sent), change=InstallResult.CREATED)
        id_ = str(ours[0].id)
        sent = {"type": "webhooks", "id": id_, "attributes": attributes}
        return InstalledEndpoint(endpoint=await self._write("PATCH", id_, sent), change=InstallResult.UPDATED)

    async def _here(self, address: str) -> list[Resource[Webhook]]:
        found: list[Resource[Webhook]] = []
        for number in range(1, _MOST_PAGES + 1):
            listing = (await self._get("webhooks", None, self._page(number))).read(Listing[Webhook])
            found += [each for each in listing.data if each.attributes.url == address]
            if number >= listing.last_page:
                return found
        raise ProviderRefused(
            self.api.provider,
            f"there are more than {_MOST_PAGES * _ON_A_PAGE} webhooks",
            next_step="delete unused webhooks in the dashboard, under Settings > Webhooks",
        )

    def _page(self, number: int) -> dict[str, str]:
        return {
            "filter[store_id]": self.api.seller.store_id,
            "page[number]": str(number),
            "page[size]": str(_ON_A_PAGE),
        }

    def _of(self, webhook: Resource[Webhook]) -> Sequence[CheckResult]:
        foreign = self._foreign(webhook)
        if foreign is not None:
            step = "use an API key for this store and the mode in MODE"
            return (problem("webhook_endpoint", f"{webhook.id} {foreign}", step),)
        missing = sorted(set(READERS) - set(webhook.attributes.events))
        delivers = fine("webhook_endpoint", f"{webhook.id} delivers here")
        if missing:
            seen = f"{webhook.id} does not deliver {', '.join(missing)}"
            return delivers, problem("webhook_events", seen, _INSTALL)
        return delivers, fine("webhook_events", f"{webhook.id} delivers all {len(READERS)} required event types")

    def _foreign(self, webhook: Resource[Webhook]) -> str | None:
        try:
            return self.api.seller.why_foreign(webhook.attributes)
        except ValueError as error:
            return f"has no known store: {error}"

    async def _get(self, collection: str, id_: str | None, params: dict[str, str] | None = None) -> ApiResponse:
        try:
            return await self.api.get(collection, id_, params=params, urgent=True)
        except NotThere:
            raise no_such_store(self.api.provider) from None

    async def _write(self, method: str, id_: str | None, sent: Mapping[str, object]) -> str:
        try:
            told = await self.api.write(method, "webhooks", id_, {"data": sent})
        except NotThere:
            raise no_such_store(self.api.provider) from None
        return str(told.read(Document[Webhook]).data.id)
