"""Destinations for thin events: finding and creating the one that delivers here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from adapters.providers.stripe.client import StripeApi
from adapters.providers.stripe.destination_checks import THIN_EVENTS
from adapters.providers.stripe.errors import NotThere
from adapters.providers.stripe.wire.event_destination import CreatedDestination, DestinationPage, EventDestination
from application.ports.errors import ProviderRefused
from application.ports.provider.setup import InstalledEndpoint, InstallResult

if TYPE_CHECKING:
    from stripe.params.v2.core import EventDestinationCreateParams, EventDestinationUpdateParams

_PAGE = 100
"""The page size, more than an account can have (Stripe documentation, "Event destinations": 16)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDestinations:
    api: StripeApi

    async def thin(self, address: str) -> list[EventDestination]:
        """Return the destinations of thin events at this URL. Stripe also lists destinations of snapshot events here.

        Raises:
            ProviderUnavailable, ProviderRefused
        """
        try:
            told = await self.api.call(
                lambda c: c.v2.core.event_destinations.list_async(
                    {"include": ["webhook_endpoint.url"], "limit": _PAGE}
                ),
                urgent=True,
            )
        except NotThere:
            return []
        found = told.read(DestinationPage).data
        return [each for each in found if each.event_payload == "thin" and _address_of(each) == address]

    async def install(self, address: str, *, has_secret: bool) -> InstalledEndpoint:
        """Create a destination or update the existing one. Only a new one returns its secret."""
        here = await self.thin(address)
        if not here:
            return await self._create(address)
        present = next((each for each in here if each.status == "enabled"), here[0])
        steps = [] if has_secret else [_look_up(present.id)]
        changed = False
        if not set(THIN_EVENTS) <= set(present.enabled_events) and "*" not in present.enabled_events:
            changes = cast("EventDestinationUpdateParams", {"enabled_events": list(THIN_EVENTS)})
            await self.api.call(lambda c: c.v2.core.event_destinations.update_async(present.id, changes), urgent=True)
            changed = True
        if present.status != "enabled":
            await self.api.call(lambda c: c.v2.core.event_destinations.enable_async(present.id), urgent=True)
            changed = True
        change = InstallResult.UPDATED if changed else InstallResult.UNCHANGED
        return InstalledEndpoint(endpoint=present.id, change=change, next_steps=steps)

    async def _create(self, address: str) -> InstalledEndpoint:
        params: EventDestinationCreateParams = {
            "name": "customer-portal",
            "type": "webhook_endpoint",
            "event_payload": "thin",
            "enabled_events": list(THIN_EVENTS),
            "webhook_endpoint": {"url": address},
            "include": ["webhook_endpoint.signing_secret"],
        }
        try:
            told = await self.api.call(lambda c: c.v2.core.event_destinations.create_async(params), urgent=True)
        except NotThere:
            told = None
        if told is None:
            step = "check in Stripe, under Workbench > Event destinations, whether this account can create one"
            raise ProviderRefused(self.api.provider, "event destinations are not available", next_step=step)
        created = told.read(CreatedDestination)
        step = "put its secret first in STRIPE_WEBHOOK_SECRETS, then restart"
        secret = created.webhook_endpoint.signing_secret
        return InstalledEndpoint(endpoint=created.id, change=InstallResult.CREATED, secret=secret, next_steps=[step])


def _look_up(id_: str) -> str:
    return f"add its signing secret to STRIPE_WEBHOOK_SECRETS: see Workbench > Event destinations > {id_}"


def _address_of(destination: EventDestination) -> str | None:
    return destination.webhook_endpoint.url if destination.webhook_endpoint is not None else None
