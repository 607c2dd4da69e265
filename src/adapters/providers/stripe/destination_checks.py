"""Checks of event destinations for thin events."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.providers.stripe.event_table import READERS
from adapters.providers.stripe.wire.event_destination import EventDestination
from adapters.providers.stripe.wire.webhook_endpoint import WebhookEndpoint
from application.ports.errors import ProviderRefused
from application.ports.provider.setup import CheckResult, advice, fine, problem

THIN_EVENTS = tuple(f"v1.{type_}" for type_ in READERS)
"""The thin equivalents of the snapshot events that are handled (Stripe API, SDK 16.1: `stripe.events`)."""

_INSTALL = "run `customer-portal webhooks install --thin`"
_SELF = "@self"


def of_destinations(here: Sequence[EventDestination], *, livemode: bool) -> Sequence[CheckResult]:
    return [finding for destination in here for finding in _of_destination(destination, livemode=livemode)]


def of_both_kinds(
    endpoints: Sequence[WebhookEndpoint], destinations: Sequence[EventDestination]
) -> Sequence[CheckResult]:
    """Check for both kinds at once. They do no harm: each change is delivered twice and also fetched."""
    snapshot = [each.id for each in endpoints if each.status == "enabled"]
    thin = [each.id for each in destinations if each.status == "enabled"]
    if not snapshot or not thin:
        return ()
    step = "remove one once the other has delivered for a while, or keep both: the result is the same"
    return (
        advice(
            "webhook_kinds",
            f"snapshot events and thin events are both delivered ({', '.join([*snapshot, *thin])})",
            step,
        ),
    )


def of_no_access(refused: ProviderRefused) -> CheckResult:
    step = "to use thin events, allow the key to read event destinations"
    return advice("webhook_endpoint", f"event destinations cannot be listed: {refused.reason}", step)


def _of_destination(destination: EventDestination, *, livemode: bool) -> Sequence[CheckResult]:
    id_ = destination.id
    if destination.livemode is not livemode:
        return (problem("webhook_endpoint", f"{id_} belongs to the other mode", "use an API key for the mode in MODE"),)
    if destination.status != "enabled":
        return (problem("webhook_endpoint", f"{id_} is disabled ({_reason(destination)})", _INSTALL),)
    return (
        fine("webhook_endpoint", f"{id_} delivers thin events here"),
        _of_events(destination),
        *_of_sources(destination),
    )


def _reason(destination: EventDestination) -> str:
    details = destination.status_details
    return details.disabled.reason if details is not None and details.disabled is not None else "no reason given"


def _of_events(destination: EventDestination) -> CheckResult:
    missing = sorted(set(THIN_EVENTS) - set(destination.enabled_events))
    if not missing or "*" in destination.enabled_events:
        return fine("webhook_events", f"{destination.id} delivers all {len(THIN_EVENTS)} required event types")
    return problem("webhook_events", f"{destination.id} does not deliver {', '.join(missing)}", _INSTALL)


def _of_sources(destination: EventDestination) -> Sequence[CheckResult]:
    """Check the sources of a destination. Events of other accounts are ignored."""
    others = sorted(set(destination.events_from or ()) - {_SELF})
    if not others:
        return ()
    step = "let it listen to @self only: events from other accounts are ignored"
    return (advice("webhook_endpoint", f"{destination.id} also listens to {', '.join(others)}", step),)
