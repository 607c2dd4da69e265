"""Every delivery, with its object in every event that its type fits, has the expected effect."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from adapters.providers.lemonsqueezy.event_table import READERS
from application.ports.storage.inbox import DeliveryStatus
from corpus import lemonsqueezy_effects as effects
from corpus.lemonsqueezy_delivered import Delivered, deliver
from corpus.lemonsqueezy_samples import EVENTS, Sample, samples

EFFECTS: Mapping[str, Callable[[dict[str, Any], Delivered], None]] = {
    "customers": effects.of_customer,
    "orders": effects.of_order,
    "subscription-invoices": effects.of_invoice,
    "subscriptions": effects.of_subscription,
}
SAMPLES = samples()
LISTENED_TO = [sample for sample in SAMPLES if sample.event["meta"]["event_name"] in READERS]


@pytest.mark.parametrize("sample", LISTENED_TO, ids=[sample.name for sample in LISTENED_TO])
async def test_delivery_has_its_effect_under_every_fitting_event_name(sample: Sample) -> None:
    for event in sample.events():
        delivered = await deliver(event)
        assert delivered.delivery.status is DeliveryStatus.APPLIED, (event["meta"], delivered.delivery.error)
        EFFECTS[event["data"]["type"]](event["data"], delivered)


async def test_delivery_of_another_type_is_stored_and_ignored() -> None:
    handled = {*READERS, "subscription_plan_changed"}
    others = [sample for sample in SAMPLES if sample.event["meta"]["event_name"] not in handled]
    assert {(await deliver(each.event)).delivery.status for each in others} <= {DeliveryStatus.IGNORED}


def test_every_handled_event_is_covered() -> None:
    assert {name for names in EVENTS.values() for name in names} == set(READERS)
    assert set(EVENTS) == set(EFFECTS)


def test_samples_include_orders_subscriptions_and_their_invoices() -> None:
    assert {"orders", "subscription-invoices", "subscriptions"} <= {s.event["data"]["type"] for s in LISTENED_TO}
