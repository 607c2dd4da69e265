"""Assembly of the connection to Stripe."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

import httpx

from adapters.providers.stripe.client import StripeApi
from adapters.providers.stripe.decoder import Decoder
from adapters.providers.stripe.decoding.context import DecodingRules
from adapters.providers.stripe.event_history import StripeEventHistory
from adapters.providers.stripe.flows import OFFERED
from adapters.providers.stripe.listing import StripeLists
from adapters.providers.stripe.portal import StripePortal
from adapters.providers.stripe.rate_limit import RATE_LIMIT
from adapters.providers.stripe.setup import StripeSetUp
from adapters.providers.stripe.snapshots import StripeSnapshots
from adapters.providers.stripe.webhooks import StripeWebhooks
from adapters.throttle import Throttle
from adapters.urls import SafeUrls, is_loopback
from application.portal.checkout_reference import CheckoutReferenceSigner
from application.ports.operations.rate_limits import RateLimits
from application.ports.provider.provider import Provider
from domain.intent import Intent
from domain.provider import ProviderName

NAME = ProviderName("stripe")
API_BASE = "https://api.stripe.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class StripeConnection:
    """One Stripe account in one mode.

    `webhook_secrets`: those of all endpoints that deliver here, also old ones while they are rolled.
    `portal_configuration`: the id of the portal configuration to use, the account's default if None;
    `portal_configuration_no_update`: one that offers no other plans; `portal_configurations`: further ones by the
    names that requests choose them by; `portal_intents`: what they let customers do, None for what portals usually do.
    `portal_login_url`: the page where customers sign in by themselves; if None, it is fetched from the portal
    configuration. `pricing_tables`: the operator's statement that a pricing table or a client-only Checkout is in use,
    so that a buyer may have written any `client_reference_id`.
    """

    api_key: str = field(repr=False)
    webhook_secrets: tuple[str, ...] = field(repr=False)
    livemode: bool
    api_base: str | None = None
    portal_configuration: str | None = None
    portal_configuration_no_update: str | None = None
    portal_configurations: Mapping[str, str] = field(default_factory=dict)
    portal_intents: frozenset[Intent] | None = None
    portal_login_url: str | None = None
    pricing_tables: bool = False


def assemble(
    connection: StripeConnection,
    *,
    http: httpx.AsyncClient,
    references: CheckoutReferenceSigner,
    limits: RateLimits,
    name: ProviderName = NAME,
    monotonic: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> Provider:
    """Assemble the provider.

    `monotonic` times the calls, in seconds. `sleep` waits for the throttle, and between two attempts of one call."""
    api = StripeApi(
        provider=name,
        api_key=connection.api_key,
        api_base=connection.api_base or API_BASE,
        http=http,
        turns=Throttle(provider=name, limits=limits, pace=RATE_LIMIT, sleep=sleep),
        monotonic=monotonic,
        sleep=sleep,
    )
    offered = OFFERED if connection.portal_intents is None else connection.portal_intents
    links = SafeUrls(loopback=is_loopback(connection.api_base or API_BASE))
    rules = DecodingRules(provider=name, references=references, pricing_tables=connection.pricing_tables)
    decoder = Decoder(rules=rules, livemode=connection.livemode)
    return Provider(
        name=name,
        webhooks=StripeWebhooks(secrets=connection.webhook_secrets, decoder=decoder),
        fetcher=StripeSnapshots(api=api, rules=rules),
        listing=StripeLists(api=api, rules=rules, changes=StripeEventHistory(api=api, decoder=decoder)),
        portal=StripePortal(
            api=api,
            configuration=connection.portal_configuration,
            configuration_no_update=connection.portal_configuration_no_update,
            configurations=connection.portal_configurations,
            offered=offered,
            login_url=connection.portal_login_url,
            links=links,
        ),
        setup=StripeSetUp(
            api=api,
            livemode=connection.livemode,
            secrets=connection.webhook_secrets,
            configuration=connection.portal_configuration,
            configuration_no_update=connection.portal_configuration_no_update,
            configurations=connection.portal_configurations,
            offered=offered,
        ),
    )
