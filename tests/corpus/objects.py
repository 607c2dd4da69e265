"""Stripe objects to be wrapped in events, from the folder that PROVIDER_CORPUS names, else from our own fixtures."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fixtures.stripe.payloads import API_VERSION, all_events, all_variants, wrap

Object = dict[str, Any]

EVENTS: Mapping[str, tuple[str, ...]] = {
    "charge": ("charge.captured", "charge.expired", "charge.refunded"),
    "checkout.session": (
        "checkout.session.completed",
        "checkout.session.async_payment_succeeded",
        "checkout.session.async_payment_failed",
        "checkout.session.expired",
    ),
    "credit_note": ("credit_note.created", "credit_note.updated", "credit_note.voided"),
    "customer": ("customer.created", "customer.updated", "customer.deleted"),
    "dispute": tuple(
        f"charge.dispute.{word}" for word in ("created", "updated", "closed", "funds_withdrawn", "funds_reinstated")
    ),
    "invoice": tuple(
        f"invoice.{word}"
        for word in (
            "finalized",
            "paid",
            "payment_failed",
            "payment_action_required",
            "voided",
            "marked_uncollectible",
        )
    ),
    "invoice_payment": ("invoice_payment.paid",),
    "payment_intent": tuple(
        f"payment_intent.{word}" for word in ("succeeded", "payment_failed", "amount_capturable_updated", "canceled")
    ),
    "price": ("price.updated",),
    "product": ("product.updated",),
    "refund": ("refund.created", "refund.updated", "refund.failed"),
    "subscription": tuple(
        f"customer.subscription.{word}"
        for word in (
            "created",
            "updated",
            "deleted",
            "paused",
            "resumed",
            "trial_will_end",
            "pending_update_applied",
            "pending_update_expired",
        )
    ),
    "subscription_schedule": tuple(
        f"subscription_schedule.{word}"
        for word in ("created", "updated", "released", "canceled", "completed", "aborted")
    ),
}
"""Every event that is listened to, by the type of object that it tells of."""


@dataclass(frozen=True, slots=True)
class Sample:
    """An object in the shape of an API version."""

    name: str
    object: Object
    api_version: str = API_VERSION

    def events(self) -> Iterator[Object]:
        """Yield every event whose type fits the object."""
        for type_ in EVENTS.get(self.object["object"], ()):
            event_id = f"evt_{type_}"
            yield wrap(self.object, type_, created=1794000000, event_id=event_id, api_version=self.api_version)


def samples() -> list[Sample]:
    """Return the samples in the folder, and our own fixtures for the types that it lacks."""
    folder = os.environ.get("PROVIDER_CORPUS")
    if folder is None:
        return list(_own())
    given = list(_of(Path(folder) / "stripe"))
    types = {sample.object["object"] for sample in given}
    return given + [sample for sample in _own() if sample.object["object"] not in types]


def _of(folder: Path) -> Iterator[Sample]:
    for file in sorted(folder.glob("*.json")):
        yield Sample(file.stem, json.loads(file.read_text(encoding="utf-8")))


def _own() -> Iterator[Sample]:
    plan = {"id": "price_ProMonthly", "object": "plan"}
    yield Sample("an event", wrap(plan, "plan.created", created=1794000000, event_id="evt_PlanCreated"))
    for name, each in all_variants():
        yield Sample(name, each)
    for shape, type_, event in all_events():
        yield Sample(f"{type_} ({shape})", event["data"]["object"], event["api_version"])
