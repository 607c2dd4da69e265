"""The providers that the settings configure, each assembled from its settings."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from adapters.instrumented_provider import instrument
from adapters.providers.lemonsqueezy import assembly as lemonsqueezy
from application.ports.operations.clock import Clock
from application.ports.operations.metrics import Metrics
from application.ports.provider.provider import Provider, Providers
from entrypoints.settings.model import Mode, Settings

Assemble = Callable[..., Provider]


def connect(settings: Settings, metrics: Metrics, clock: Clock, **parts: object) -> Providers:
    """Connect every configured provider. Each provider of the project has its line here."""
    configured = [_stripe(settings), _lemonsqueezy(settings)]
    assembled = [assemble(**parts) for assemble in configured if assemble is not None]
    return {provider.name: instrument(provider, metrics, clock) for provider in assembled}


def _stripe(settings: Settings) -> Assemble | None:
    given = settings.stripe
    if given is None:
        return None
    from adapters.providers.stripe.assembly import StripeConnection, assemble  # noqa: PLC0415  # slow to load

    connection = StripeConnection(
        api_key=given.api_key,
        webhook_secrets=given.webhook_secrets,
        livemode=settings.mode is Mode.LIVE,
        api_base=given.api_base,
        portal_configuration=given.portal_configuration,
        portal_configuration_no_update=given.portal_configuration_no_update,
        portal_configurations=given.portal_configurations,
        portal_intents=given.portal_intents,
        portal_login_url=given.portal_login_url,
        pricing_tables=given.pricing_tables,
    )
    return partial(assemble, connection)


def _lemonsqueezy(settings: Settings) -> Assemble | None:
    given = settings.lemonsqueezy
    if given is None:
        return None
    connection = lemonsqueezy.LemonSqueezyConnection(
        api_key=given.api_key,
        webhook_secrets=given.webhook_secrets,
        store_id=given.store_id,
        test_mode=settings.mode is Mode.TEST,
        api_base=given.api_base,
        store_url=given.store_url,
        trust_custom_data=given.trust_custom_data,
    )
    return partial(lemonsqueezy.assemble, connection)
