"""Checks of the setup at Stripe."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.providers.stripe.decoder import OLDEST_VERSION
from adapters.providers.stripe.event_table import READERS
from adapters.providers.stripe.wire.webhook_endpoint import WebhookEndpoint
from application.ports.provider.setup import CheckResult, fine, problem

VERSION = "2026-10-28.endive"
"""The API version that new endpoints deliver in: the one of the installed SDK."""

_INSTALL = "run `customer-portal webhooks install`"
_ALL = "*"


def is_readable(version: str | None) -> bool:
    """Return whether deliveries in a version are decoded directly. None is the account's current version."""
    return version is not None and version >= OLDEST_VERSION


def of_endpoints(here: Sequence[WebhookEndpoint], address: str, *, livemode: bool) -> Sequence[CheckResult]:
    if not here:
        return (problem("webhook_endpoint", f"no webhook endpoint delivers to {address}", _INSTALL),)
    return [finding for endpoint in here for finding in _of_endpoint(endpoint, livemode=livemode)]


def _of_endpoint(endpoint: WebhookEndpoint, *, livemode: bool) -> Sequence[CheckResult]:
    id_ = endpoint.id
    if endpoint.livemode is not livemode:
        return (problem("webhook_endpoint", f"{id_} belongs to the other mode", "use an API key for the mode in MODE"),)
    if endpoint.status != "enabled":
        return (problem("webhook_endpoint", f"{id_} is disabled", _INSTALL),)
    return fine("webhook_endpoint", f"{id_} delivers snapshot events here"), _of_events(endpoint), _of_version(endpoint)


def _of_events(endpoint: WebhookEndpoint) -> CheckResult:
    missing = sorted(set(READERS) - set(endpoint.enabled_events))
    if not missing or _ALL in endpoint.enabled_events:
        return fine("webhook_events", f"{endpoint.id} delivers all {len(READERS)} required event types")
    return problem("webhook_events", f"{endpoint.id} does not deliver {', '.join(missing)}", _INSTALL)


def _of_version(endpoint: WebhookEndpoint) -> CheckResult:
    if is_readable(endpoint.api_version):
        return fine("webhook_version", f"{endpoint.id} has API version {endpoint.api_version}")
    step = f"{_INSTALL} to create another endpoint, then remove {endpoint.id}"
    version = (
        f"API version {endpoint.api_version}, which is too old" if endpoint.api_version else "no fixed API version"
    )
    return problem("webhook_version", f"{endpoint.id} has {version}", step)
