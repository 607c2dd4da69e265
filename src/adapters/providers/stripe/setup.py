"""Setup at Stripe: a webhook endpoint and a portal configuration."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, cast

from adapters.providers.stripe.client import StripeApi
from adapters.providers.stripe.destination_checks import of_both_kinds, of_destinations, of_no_access
from adapters.providers.stripe.errors import NotThere
from adapters.providers.stripe.event_destinations import EventDestinations
from adapters.providers.stripe.event_table import READERS
from adapters.providers.stripe.portal_checks import Use, of_configuration, of_no_configuration
from adapters.providers.stripe.setup_checks import VERSION, is_readable, of_endpoints
from adapters.providers.stripe.wire.account import Account
from adapters.providers.stripe.wire.portal import WholeConfiguration
from adapters.providers.stripe.wire.values import Page
from adapters.providers.stripe.wire.webhook_endpoint import CreatedEndpoint, WebhookEndpoint
from application.ports.errors import ProviderRefused
from application.ports.provider.setup import CheckResult, InstalledEndpoint, InstallResult, Probe
from domain.intent import Intent

if TYPE_CHECKING:
    from stripe.params import WebhookEndpointCreateParams, WebhookEndpointUpdateParams

_PROBE = (
    b'{"id":"evt_customer_portal_doctor","object":"event","type":"customer_portal.doctor","created":0,'
    b'"livemode":false,"data":{"object":{}}}'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StripeSetUp:
    """Checks and installs the setup. `secrets`: those to sign probes with. A configuration of None is the default.

    `configurations`: further ones by name. `offered`: the intents for which customers are sent to the portal.
    """

    api: StripeApi
    livemode: bool
    secrets: tuple[str, ...] = field(repr=False)
    configuration: str | None
    configuration_no_update: str | None
    configurations: Mapping[str, str]
    offered: Set[Intent]

    @property
    def _destinations(self) -> EventDestinations:
        return EventDestinations(api=self.api)

    async def time(self) -> datetime:
        try:
            told = await self.api.call(lambda c: c.v1.accounts.retrieve_current_async(), urgent=True)
        except NotThere:
            told = None
        if told is None:
            raise self._nothing_there()
        told.read(Account)
        return told.stamp.as_of

    async def mode(self) -> Sequence[CheckResult]:
        """Check nothing: the settings check the mode by the prefix of the key (Stripe documentation, "API keys")."""
        return ()

    async def portal(self) -> Sequence[CheckResult]:
        whole = Use(check="portal", setting="STRIPE_PORTAL_CONFIGURATION", offered=self.offered, plan_changes=True)
        findings = [*(await self._portal(self.configuration, whole))]
        if self.configuration_no_update is not None:
            use = Use(check="portal_no_update", setting="STRIPE_PORTAL_CONFIGURATION_NO_UPDATE", plan_changes=False)
            findings += await self._portal(self.configuration_no_update, use)
        for name, id_ in self.configurations.items():
            findings += await self._portal(id_, Use(check=f"portal_{name}", setting="STRIPE_PORTAL_CONFIGURATIONS"))
        return findings

    async def webhooks(self, address: str) -> Sequence[CheckResult]:
        """Check the webhook endpoints, which deliver snapshot events, and the destinations if the key may list them."""
        endpoints, refused = await self._endpoints(address), None
        try:
            destinations = await self._destinations.thin(address)
        except ProviderRefused as failure:
            destinations, refused = [], failure
        found = [*of_destinations(destinations, livemode=self.livemode), *of_both_kinds(endpoints, destinations)]
        if endpoints or not destinations:
            found = [*of_endpoints(endpoints, address, livemode=self.livemode), *found]
        return found if refused is None else [*found, of_no_access(refused)]

    def probes(self, now: datetime) -> Sequence[Probe]:
        return [_probe(secret, str(int(now.timestamp()))) for secret in self.secrets]

    async def install(self, address: str, *, thin: bool = False) -> InstalledEndpoint:
        """Install an endpoint. Only a new one accepts an API version, so one with none or an old one gets a second."""
        if thin:
            return await self._destinations.install(address, has_secret=bool(self.secrets))
        here = await self._endpoints(address)
        others = [each for each in here if not is_readable(each.api_version)]
        steps = [
            f"remove the endpoint {each.id}: its API version is not supported and cannot be changed" for each in others
        ]
        pinned = next((each for each in here if is_readable(each.api_version)), None)
        if pinned is None:
            return await self._create(address, steps)
        if not self.secrets:
            where = f"Developers > Webhooks > {pinned.id}"
            steps.append(f"add its signing secret to STRIPE_WEBHOOK_SECRETS: see {where}")
        if pinned.status == "enabled" and set(pinned.enabled_events) == set(READERS):
            return InstalledEndpoint(endpoint=pinned.id, change=InstallResult.UNCHANGED, next_steps=steps)
        changes = cast("WebhookEndpointUpdateParams", {"enabled_events": list(READERS), "disabled": False})
        try:
            await self.api.call(lambda c: c.v1.webhook_endpoints.update_async(pinned.id, changes), urgent=True)
        except NotThere:
            return await self._create(address, steps)
        return InstalledEndpoint(endpoint=pinned.id, change=InstallResult.UPDATED, next_steps=steps)

    async def _create(self, address: str, steps: Sequence[str]) -> InstalledEndpoint:
        params = cast(
            "WebhookEndpointCreateParams",
            {"url": address, "enabled_events": list(READERS), "api_version": VERSION, "description": "customer-portal"},
        )
        try:
            told = await self.api.call(lambda c: c.v1.webhook_endpoints.create_async(params), urgent=True)
        except NotThere:
            told = None
        if told is None:
            raise self._nothing_there()
        created = told.read(CreatedEndpoint)
        step = "put its secret first in STRIPE_WEBHOOK_SECRETS, then restart"
        return InstalledEndpoint(
            endpoint=created.id, change=InstallResult.CREATED, secret=created.secret, next_steps=[step, *steps]
        )

    async def _endpoints(self, address: str) -> list[WebhookEndpoint]:
        found: list[WebhookEndpoint] = []
        try:
            listed = self.api.pages(lambda c: c.v1.webhook_endpoints.list_async({"limit": 100}), urgent=True)
            async for told in listed:
                found += told.read(Page[WebhookEndpoint]).data
        except NotThere:
            found = []
        return [each for each in found if each.url == address]

    async def _portal(self, id_: str | None, use: Use) -> Sequence[CheckResult]:
        configuration = await self._configuration(id_)
        return of_no_configuration(id_, use) if configuration is None else of_configuration(configuration, use)

    async def _configuration(self, id_: str | None) -> WholeConfiguration | None:
        try:
            if id_ is not None:
                told = await self.api.call(
                    lambda c: c.v1.billing_portal.configurations.retrieve_async(id_), urgent=True
                )
                return told.read(WholeConfiguration)
            told = await self.api.call(
                lambda c: c.v1.billing_portal.configurations.list_async({"is_default": True, "limit": 1}), urgent=True
            )
        except NotThere:
            return None
        return next(iter(told.read(Page[WholeConfiguration]).data), None)

    def _nothing_there(self) -> ProviderRefused:
        step = "set STRIPE_API_KEY to a key of the selling account for the mode in MODE"
        return ProviderRefused(self.api.provider, "the requested object does not exist", next_step=step)


def _probe(secret: str, time: str) -> Probe:
    signature = hmac.digest(secret.encode(), time.encode() + b"." + _PROBE, "sha256").hex()
    return Probe(headers={"stripe-signature": f"t={time},v1={signature}"}, body=_PROBE)
