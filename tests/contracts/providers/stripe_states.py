"""Stripe's objects in many states, each as an event contains it and as the API holds it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from contracts.providers.under_test import State
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderName, ProviderRef
from fakes.stripe_api import FakeStripe
from fixtures.stripe.payloads import Shape, all_events, all_variants, event, wrap

_STRIPE = ProviderName("stripe")

_KINDS: Mapping[str, tuple[ObjectKind, str]] = {
    "charge": (ObjectKind.CHARGE, "charge.refunded"),
    "checkout.session": (ObjectKind.CHECKOUT, "checkout.session.completed"),
    "credit_note": (ObjectKind.CREDIT_NOTE, "credit_note.updated"),
    "customer": (ObjectKind.ACCOUNT, "customer.updated"),
    "dispute": (ObjectKind.DISPUTE, "charge.dispute.updated"),
    "invoice": (ObjectKind.INVOICE, "invoice.paid"),
    "invoice_payment": (ObjectKind.INVOICE_PAYMENT, "invoice_payment.paid"),
    "payment_intent": (ObjectKind.PAYMENT, "payment_intent.succeeded"),
    "price": (ObjectKind.PRICE, "price.updated"),
    "product": (ObjectKind.PRODUCT, "product.updated"),
    "subscription": (ObjectKind.SUBSCRIPTION, "customer.subscription.updated"),
    "subscription_schedule": (ObjectKind.SCHEDULE, "subscription_schedule.updated"),
}
"""What to ask for, and an event that tells any state of it."""

_ONLY_BY_ITS_OWN_EVENT = {
    "checkout.session.delayed_unpaid_then_failed": "checkout.session.async_payment_failed",
    "customer.deleted_without_flag": "customer.deleted",
}
_NO_STATE_OF_ITS_OWN = frozenset({"customer.tombstone"})


def states(api: FakeStripe) -> Mapping[str, Callable[[], State]]:
    """Yield every event in every shape, and every variant."""
    told = {
        f"{type_} ({shape})": _as_told(api, type_, shape)
        for shape, type_, payload in all_events()
        if payload["data"]["object"]["object"] in _KINDS
    }
    varied = {
        name: _as_varied(api, name, each)
        for name, each in all_variants()
        if each["object"] in _KINDS and name not in _NO_STATE_OF_ITS_OWN
    }
    return told | varied


def _as_told(api: FakeStripe, type_: str, shape: Shape) -> Callable[[], State]:
    """Return the object in the current shape; the pushed one may have an old shape."""

    def made() -> State:
        held = event(type_)["data"]["object"]
        return _state(api, held, event(type_, shape))

    return made


def _as_varied(api: FakeStripe, name: str, each: dict[str, Any]) -> Callable[[], State]:
    def made() -> State:
        type_ = _ONLY_BY_ITS_OWN_EVENT.get(name, _KINDS[each["object"]][1])
        created = int(api.now.timestamp())
        return _state(api, each, wrap(each, type_, created=created, event_id="evt_Variant"))

    return made


def _state(api: FakeStripe, held: dict[str, Any], pushed: dict[str, Any]) -> State:
    api.hold(*(each for _, each in all_variants() if each["object"] in ("product", "price", "charge")))
    api.hold(event("payment_intent.payment_failed")["data"]["object"])
    deleted = pushed["type"] == "customer.deleted"
    api.hold({"id": held["id"], "object": "customer", "deleted": True} if deleted else held)
    kind, _ = _KINDS[held["object"]]
    return State(pushed=json.dumps(pushed).encode(), kind=kind, ref=ProviderRef(provider=_STRIPE, id=held["id"]))
