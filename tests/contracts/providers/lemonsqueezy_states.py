"""Lemon Squeezy's objects in many states, each as an event contains it and as the API holds it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from adapters.providers.lemonsqueezy.assembly import NAME
from contracts.providers.under_test import State
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderRef
from fakes.lemonsqueezy_api import FakeLemonSqueezy
from fixtures.lemonsqueezy.payloads import all_events, all_variants, variant, wrap

_KINDS: Mapping[str, tuple[ObjectKind, str]] = {
    "customers": (ObjectKind.ACCOUNT, "customer_updated"),
    "orders": (ObjectKind.ORDER, "order_refunded"),
    "subscription-invoices": (ObjectKind.SUBSCRIPTION_INVOICE, "subscription_payment_failed"),
    "subscriptions": (ObjectKind.SUBSCRIPTION, "subscription_updated"),
}
"""What to ask for, and an event that tells any state of it."""


def states(api: FakeLemonSqueezy) -> Mapping[str, Callable[[], State]]:
    """Yield every event in both shapes, and every variant."""
    told = {f"{name} ({shape})": _state(api, event) for shape, name, event in all_events() if _kind(event) is not None}
    varied = {
        name: _state(api, wrap(each, _KINDS[each["type"]][1]))
        for name, each in all_variants()
        if each["type"] in _KINDS
    }
    return told | varied


def _kind(event: dict[str, Any]) -> ObjectKind | None:
    """Return the kind, or None for unhandled events."""
    if event["meta"]["event_name"] in ("subscription_plan_changed", "dispute_created", "dispute_resolved"):
        return None
    return _KINDS[event["data"]["type"]][0] if event["data"]["type"] in _KINDS else None


def _state(api: FakeLemonSqueezy, event: dict[str, Any]) -> Callable[[], State]:
    def made() -> State:
        told = event["data"]
        kind, _ = _KINDS[told["type"]]
        api.objects.clear()
        api.hold(told, variant("prices.pro_monthly"))
        return State(pushed=json.dumps(event).encode(), kind=kind, ref=ProviderRef(provider=NAME, id=told["id"]))

    return made
