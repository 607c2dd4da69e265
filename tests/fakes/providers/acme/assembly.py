"""Assembles the connection to Acme."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import httpx

from adapters.throttle import Throttle
from application.portal.checkout_reference import CheckoutReferenceSigner
from application.ports.operations.rate_limits import RateLimits
from application.ports.provider.provider import Provider
from domain.provider import ProviderName
from fakes.providers.acme.client import AcmeApi
from fakes.providers.acme.decoder import Decoder
from fakes.providers.acme.listing import AcmeLists
from fakes.providers.acme.portal import AcmePortal
from fakes.providers.acme.rate_limit import PACE
from fakes.providers.acme.setup import AcmeSetUp
from fakes.providers.acme.snapshots import AcmeSnapshots
from fakes.providers.acme.webhooks import AcmeWebhooks

NAME = ProviderName("acme")


@dataclass(frozen=True, slots=True, kw_only=True)
class AcmeConnection:
    """One shop at Acme."""

    api_key: str = field(repr=False)
    webhook_secrets: tuple[str, ...] = field(repr=False)


def assemble(
    connection: AcmeConnection,
    *,
    http: httpx.AsyncClient,
    references: CheckoutReferenceSigner,
    limits: RateLimits,
    sleep: Callable[[float], Awaitable[None]],
) -> Provider:
    turns = Throttle(provider=NAME, limits=limits, pace=PACE, sleep=sleep)
    api = AcmeApi(provider=NAME, api_key=connection.api_key, http=http, turns=turns)
    decoder = Decoder(provider=NAME, references=references)
    return Provider(
        name=NAME,
        webhooks=AcmeWebhooks(secrets=connection.webhook_secrets, decoder=decoder),
        fetcher=AcmeSnapshots(api=api, decoder=decoder),
        listing=AcmeLists(api=api, decoder=decoder),
        portal=AcmePortal(api=api),
        setup=AcmeSetUp(api=api, secrets=connection.webhook_secrets),
    )
