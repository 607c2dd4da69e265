"""What has to be set up at Lemon Squeezy: a webhook."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from adapters.providers.lemonsqueezy.client import LemonSqueezyApi, Told
from adapters.providers.lemonsqueezy.events import READERS
from adapters.providers.lemonsqueezy.failures import NotThere
from adapters.providers.lemonsqueezy.wire.catalogue import Store
from adapters.providers.lemonsqueezy.wire.document import Document, Listing, Resource
from adapters.providers.lemonsqueezy.wire.webhook import Webhook
from application.ports.failures import ProviderRefused
from application.ports.set_up import Change, Finding, Installed, Probe, fine, problem

_PROBE = b'{"meta":{"event_name":"customer_portal_doctor","test_mode":true},"data":{}}'
_INSTALL = "run `customer-portal webhooks install`"
_SHORTEST_SECRET, _LONGEST_SECRET = 6, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class LemonSqueezySetUp:
    """`secret`: what probes, and what is installed, is signed with."""

    api: LemonSqueezyApi
    secret: str = field(repr=False)

    async def time(self) -> datetime:
        told = await self._get("stores", self.api.seller.store_id)
        told.read(Document[Store])
        return told.asked_at

    async def portal(self) -> Sequence[Finding]:
        """It cannot be configured."""
        return ()

    async def webhooks(self, address: str) -> Sequence[Finding]:
        here = await self._here(address)
        if not here:
            return (problem("webhook_endpoint", f"none of this store delivers to {address}", _INSTALL),)
        return [finding for each in here for finding in self._of(each)]

    def probe(self, now: datetime) -> Probe:
        signature = hmac.digest(self.secret.encode(), _PROBE, "sha256").hex()
        return Probe(headers={"x-signature": signature}, body=_PROBE)

    async def install(self, address: str) -> Installed:
        """Whether it has the configured secret cannot be read, so that it is written each time."""
        if not _SHORTEST_SECRET <= len(self.secret) <= _LONGEST_SECRET:
            reason = f"a secret has {_SHORTEST_SECRET} to {_LONGEST_SECRET} characters there, and the first of "
            raise ProviderRefused(self.api.provider, f"{reason}LEMONSQUEEZY_WEBHOOK_SECRETS has not")
        ours = [each for each in await self._here(address) if self._foreign(each) is None]
        attributes = {"url": address, "events": list(READERS), "secret": self.secret}
        if not ours:
            store = {"data": {"type": "stores", "id": self.api.seller.store_id}}
            created = {**attributes, "test_mode": self.api.seller.test_mode}
            sent = {"type": "webhooks", "attributes": created, "relationships": {"store": store}}
            return Installed(endpoint=await self._write("POST", None, sent), change=Change.CREATED)
        id_ = str(ours[0].id)
        sent = {"type": "webhooks", "id": id_, "attributes": attributes}
        return Installed(endpoint=await self._write("PATCH", id_, sent), change=Change.UPDATED)

    async def _here(self, address: str) -> list[Resource[Webhook]]:
        params = {"filter[store_id]": self.api.seller.store_id, "page[size]": "100"}
        listed = (await self._get("webhooks", None, params)).read(Listing[Webhook]).data
        return [each for each in listed if each.attributes.url == address]

    def _of(self, webhook: Resource[Webhook]) -> Sequence[Finding]:
        foreign = self._foreign(webhook)
        if foreign is not None:
            step = "configure an API key of this store and of the mode in MODE"
            return (problem("webhook_endpoint", f"{webhook.id} is {foreign}", step),)
        missing = sorted(set(READERS) - set(webhook.attributes.events))
        delivers = fine("webhook_endpoint", f"{webhook.id} delivers here")
        if missing:
            seen = f"{webhook.id} does not deliver {', '.join(missing)}"
            return delivers, problem("webhook_events", seen, _INSTALL)
        return delivers, fine("webhook_events", f"{webhook.id} delivers all {len(READERS)} that are listened to")

    def _foreign(self, webhook: Resource[Webhook]) -> str | None:
        try:
            return self.api.seller.why_foreign(webhook.attributes)
        except ValueError as error:
            return f"of nobody known: {error}"

    async def _get(self, collection: str, id_: str | None, params: dict[str, str] | None = None) -> Told:
        try:
            return await self.api.get(collection, id_, params=params, urgent=True)
        except NotThere:
            raise self._nothing_there() from None

    async def _write(self, method: str, id_: str | None, sent: Mapping[str, object]) -> str:
        try:
            told = await self.api.write(method, "webhooks", id_, {"data": sent})
        except NotThere:
            raise self._nothing_there() from None
        return str(told.read(Document[Webhook]).data.id)

    def _nothing_there(self) -> ProviderRefused:
        return ProviderRefused(self.api.provider, "the API key knows no store of the configured id; check both")
