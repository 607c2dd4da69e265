"""The settings once they are known to make sense."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

import msgspec

from domain.intent import Intent
from entrypoints.redacted import RedactedStruct


class Mode(StrEnum):
    """Real money, or a provider's test mode. A database belongs to one of the two for ever."""

    LIVE = "live"
    TEST = "test"


class BrowserTokenSettings(RedactedStruct, frozen=True, kw_only=True):
    """Keys of the host's user tokens: exactly one of `secret`, `public_key` (PEM) and `jwks_url` is set."""

    secret: str | None = None
    public_key: str | None = None
    jwks_url: str | None = None
    audience: str | None = None
    issuer: str | None = None


class HttpSettings(RedactedStruct, frozen=True, kw_only=True):
    """Callers, and the origins that responses may send people to.

    `return_url_origins`: where a return URL may lead, the origin of `return_url` included. `public_url`: under which
    address the service is reached, without a slash at the end. `frame_ancestors`: sources, as in a content security
    policy, of the pages that may hold the Billing page in a frame.
    """

    api_keys: tuple[str, ...] = ()
    operator_keys: tuple[str, ...] = ()
    browser_tokens: BrowserTokenSettings | None = None
    cors_origins: tuple[str, ...] = ()
    return_url: str | None = None
    return_url_origins: frozenset[str] = frozenset()
    pricing_url: str | None = None
    support_url: str | None = None
    public_url: str | None = None
    frame_ancestors: tuple[str, ...] = ()


class StripeSettings(RedactedStruct, frozen=True, kw_only=True):
    """The connection to Stripe. `portal_configuration*`: ids of portal configurations, None for the default one.

    `portal_configurations` has ids by the names that requests choose them by. `portal_intents`: what the configurations
    let customers do, None for what they usually do. `webhook_secrets` is empty only for installing the webhooks.
    `pricing_tables`: a pricing table or a client-only Checkout is in use, where buyers write `client_reference_id`.
    """

    api_key: str
    webhook_secrets: tuple[str, ...]
    api_base: str | None = None
    portal_configuration: str | None = None
    portal_configuration_no_update: str | None = None
    portal_configurations: Mapping[str, str] = msgspec.field(default_factory=dict)
    portal_intents: frozenset[Intent] | None = None
    portal_login_url: str | None = None
    pricing_tables: bool = False


class LemonSqueezySettings(RedactedStruct, frozen=True, kw_only=True):
    """The connection to Lemon Squeezy. `trust_custom_data`: no buyer can write into a checkout's custom data."""

    api_key: str
    webhook_secrets: tuple[str, ...]
    store_id: str
    api_base: str | None = None
    store_url: str | None = None
    trust_custom_data: bool = False


class MetricsSettings(RedactedStruct, frozen=True, kw_only=True):
    """The address of the metrics server, which needs no credential."""

    host: str
    port: int


class Settings(RedactedStruct, frozen=True, kw_only=True):
    """All settings. `past_due_grace`: how long access lasts in an unpaid period.

    `payloads_kept`: how long is kept what the providers sent. `reconcile_every`: how often everything is compared with
    the providers; None for never.
    """

    database_url: str
    mode: Mode
    customer_id_key: str
    past_due_grace: timedelta
    http: HttpSettings
    payloads_kept: timedelta = timedelta(days=90)
    reconcile_every: timedelta | None = timedelta(hours=24)
    metrics: MetricsSettings | None = None
    checkout_reference_secret: str | None = None
    checkout_references_link_for: timedelta = timedelta(hours=24)
    stripe: StripeSettings | None = None
    lemonsqueezy: LemonSqueezySettings | None = None
