"""Every object, in every event that its type fits, has the expected effect."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from adapters.providers.stripe.event_table import READERS
from application.ports.storage.inbox import DeliveryStatus
from corpus import effects_on_purchases as purchases
from corpus import effects_on_subscriptions as subscriptions
from corpus.delivered import Delivered, deliver
from corpus.objects import EVENTS, Sample, samples

EFFECTS: Mapping[str, Callable[[dict[str, Any], Delivered], None]] = {
    "charge": purchases.of_charge,
    "checkout.session": purchases.of_session,
    "credit_note": purchases.of_credit_note,
    "customer": subscriptions.of_customer,
    "dispute": purchases.of_dispute,
    "invoice": purchases.of_invoice,
    "invoice_payment": purchases.of_invoice_payment,
    "payment_intent": purchases.of_payment_intent,
    "price": purchases.of_price,
    "product": purchases.of_product,
    "refund": purchases.of_refund,
    "subscription": subscriptions.of_subscription,
    "subscription_schedule": subscriptions.of_schedule,
}
SAMPLES = samples()


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample.name for sample in SAMPLES])
async def test_object_has_its_effect_in_every_fitting_event(sample: Sample) -> None:
    for event in sample.events():
        delivered = await deliver(event)
        assert delivered.delivery.status is DeliveryStatus.APPLIED, (event["type"], delivered.delivery.error)
        EFFECTS[sample.object["object"]](sample.object, delivered)


def test_samples_include_every_object_type_of_handled_events() -> None:
    assert set(EVENTS) <= {sample.object["object"] for sample in SAMPLES}
    assert set(EVENTS) == set(EFFECTS)


def test_every_handled_event_is_covered() -> None:
    assert {type_ for types in EVENTS.values() for type_ in types} == set(READERS)


async def test_event_of_another_type_is_stored_and_ignored() -> None:
    events = [sample.object for sample in SAMPLES if sample.object["object"] == "event"]
    statuses = {(await deliver(event)).delivery.status for event in events}
    assert statuses == {DeliveryStatus.IGNORED}
