"""Assembly of the connection to Lemon Squeezy."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import httpx

from adapters.providers.lemonsqueezy.client import LemonSqueezyApi
from adapters.providers.lemonsqueezy.decoder import Decoder
from adapters.providers.lemonsqueezy.listing import LemonSqueezyLists
from adapters.providers.lemonsqueezy.portal import LemonSqueezyPortal
from adapters.providers.lemonsqueezy.rate_limit import RATE_LIMIT
from adapters.providers.lemonsqueezy.setup import LemonSqueezySetUp
from adapters.providers.lemonsqueezy.snapshots import LemonSqueezySnapshots
from adapters.providers.lemonsqueezy.store import Store
from adapters.providers.lemonsqueezy.store_scope import StoreScope
from adapters.providers.lemonsqueezy.webhooks import LemonSqueezyWebhooks
from adapters.throttle import Throttle
from adapters.urls import SafeUrls, is_loopback
from application.portal.checkout_reference import CheckoutReferenceSigner
from application.ports.operations.rate_limits import RateLimits
from application.ports.provider.provider import Provider
from domain.ownership.claim import Trust
from domain.provider import ProviderName

NAME = ProviderName("lemonsqueezy")
API_BASE = "https://api.lemonsqueezy.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class LemonSqueezyConnection:
    """One store in one mode.

    `webhook_secrets`: those of all webhooks that deliver here, also old ones while they are replaced. `store_url`: the
    storefront, below which customers sign in by themselves; if None, it is fetched from the API. `trust_custom_data`:
    the operator's statement that only the seller can write a checkout's custom data. The data are then trusted like a
    signature and no more: the email address that the buyer typed still decides which account gets the purchase.
    """

    api_key: str = field(repr=False)
    webhook_secrets: tuple[str, ...] = field(repr=False)
    store_id: str
    test_mode: bool
    api_base: str | None = None
    store_url: str | None = None
    trust_custom_data: bool = False


def assemble(
    connection: LemonSqueezyConnection,
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
    seller = StoreScope(store_id=connection.store_id, test_mode=connection.test_mode)
    api_base = (connection.api_base or API_BASE).rstrip("/").removesuffix("/v1")
    api = LemonSqueezyApi(
        provider=name,
        api_key=connection.api_key,
        api_base=api_base,
        seller=seller,
        http=http,
        turns=Throttle(provider=name, limits=limits, pace=RATE_LIMIT, sleep=sleep),
        monotonic=monotonic,
        sleep=sleep,
    )
    store = Store(api=api)
    decoder = Decoder(
        provider=name,
        seller=seller,
        references=references,
        unsigned=Trust.SIGNED if connection.trust_custom_data else Trust.UNSIGNED,
    )
    links = SafeUrls(loopback=is_loopback(api_base))
    return Provider(
        name=name,
        webhooks=LemonSqueezyWebhooks(secrets=connection.webhook_secrets, decoder=decoder),
        fetcher=LemonSqueezySnapshots(api=api, store=store, references=references),
        listing=LemonSqueezyLists(api=api, references=references),
        portal=LemonSqueezyPortal(api=api, store=store, links=links, login_url=connection.store_url),
        setup=LemonSqueezySetUp(api=api, secrets=connection.webhook_secrets),
    )
