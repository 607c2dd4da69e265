"""Event destinations and thin events, as the official client sees them."""

from __future__ import annotations

from typing import Any

import pytest
import stripe

from payment_sandbox.records import Document
from payment_sandbox.stripe import event_destinations, webhook_endpoints
from payment_sandbox.stripe.life import customers
from sandbox.stripe.api.calling import ByHand
from sandbox.stripe.everything import happens
from sandbox.stripe.stage import Stage
from stripe_schema import validate_object

URL = "http://127.0.0.1:7071/webhooks/stripe"
NEW: Any = {
    "name": "billing",
    "type": "webhook_endpoint",
    "event_payload": "thin",
    "enabled_events": ["v1.customer.created"],
    "webhook_endpoint": {"url": URL},
}


def listening(stage: Stage, *events: str) -> Document:
    return event_destinations.create(
        stage.account, name="billing", url=URL, event_payload="thin", enabled_events=events
    )


def thin_ones(stage: Stage) -> list[Document]:
    return [body for body in stage.sent() if body["object"] == "v2.core.event"]


async def test_secret_is_shown_once_and_only_on_request(client: stripe.StripeClient) -> None:
    service = client.v2.core.event_destinations
    asked = await service.create_async(NEW | {"include": ["webhook_endpoint.signing_secret", "webhook_endpoint.url"]})
    assert asked.webhook_endpoint is not None
    assert str(asked.webhook_endpoint.signing_secret).startswith("whsec_")
    unasked = await service.create_async(NEW)
    later = await service.retrieve_async(asked.id, {"include": ["webhook_endpoint.signing_secret"]})
    for each in (unasked, later):
        assert each.webhook_endpoint is not None
        assert (each.webhook_endpoint.signing_secret, each.webhook_endpoint.url) == (None, None)
    validate_object(later.to_dict())
    assert [each.id for each in (await service.list_async()).data] == [asked.id, unasked.id]


async def test_destination_is_updated_disabled_and_enabled(client: stripe.StripeClient, stage: Stage) -> None:
    service = client.v2.core.event_destinations
    made = await service.create_async(NEW)
    changed = await service.update_async(made.id, {"enabled_events": ["*"]})
    assert changed.enabled_events == ["*"]
    disabled = await service.disable_async(made.id)
    assert disabled.status_details is not None
    assert disabled.status_details.disabled is not None
    assert (disabled.status, disabled.status_details.disabled.reason) == ("disabled", "user")
    customers.create(stage.account, email="ada@example.com")
    assert thin_ones(stage) == []
    assert (await service.enable_async(made.id)).status == "enabled"
    customers.create(stage.account, email="bob@example.com")
    assert [each["type"] for each in thin_ones(stage)] == ["v1.customer.created"]


async def test_ping_is_sent_to_the_destination(client: stripe.StripeClient, stage: Stage) -> None:
    made = await client.v2.core.event_destinations.create_async(NEW)
    await client.v2.core.event_destinations.ping_async(made.id)
    (sent,) = thin_ones(stage)
    assert (sent["type"], sent["related_object"]["id"]) == ("v2.core.event_destination.ping", made.id)


async def test_retrieved_event_names_its_snapshot_event_and_a_delivered_one_does_not(
    client: stripe.StripeClient, stage: Stage
) -> None:
    listening(stage, "v1.customer.created")
    webhook_endpoints.create(stage.account, url=URL, enabled_events=["customer.created"])
    customer = customers.create(stage.account, email="ada@example.com")
    snapshot, thin = stage.sent()
    assert thin["id"] != snapshot["id"]
    assert "snapshot_event" not in thin
    notification = client.parse_event_notification_without_verification(stage.messages()[1].body)
    assert type(notification).__name__ == "V1CustomerCreatedEventNotification"
    retrieved = await client.v2.core.events.retrieve_async(thin["id"])
    assert (retrieved.snapshot_event, retrieved.type) == (snapshot["id"], "v1.customer.created")
    assert thin["related_object"] == {
        "id": customer["id"],
        "type": "customer",
        "url": f"/v1/customers/{customer['id']}",
    }


def test_every_snapshot_event_of_a_full_year_has_a_thin_event(stage: Stage) -> None:
    webhook_endpoints.create(stage.account, url=URL, enabled_events=["*"])
    listening(stage, "*")
    happens(stage)
    snapshots = [each for each in stage.sent() if each["object"] == "event"]
    thin = thin_ones(stage)
    assert [each["type"] for each in thin] == [f"v1.{each['type']}" for each in snapshots]
    client = stripe.StripeClient("sk_test_1")
    for each in stage.records.all("v2.core.event"):
        validate_object(each)
    for message in stage.messages():
        if message.event_type.startswith("v1."):
            named = type(client.parse_event_notification_without_verification(message.body)).__name__
            assert named != "UnknownEventNotification", message.event_type


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v2/core/event_destinations", '{"name": "x"}'),
        ("/v2/core/event_destinations", "no JSON"),
        ("/v2/core/event_destinations", "[]"),
        ("/v2/core/event_destinations/ed_no/enable", "{}"),
        ("/v2/core/unheard_of", "{}"),
    ],
)
async def test_invalid_request_is_refused(by_hand: ByHand, path: str, body: str) -> None:
    status, error = await by_hand.error("POST", path, form=body)
    assert status in (400, 404)
    assert error["message"]


async def test_call_without_a_key_is_refused(by_hand: ByHand) -> None:
    status, _ = await by_hand.error("GET", "/v2/core/event_destinations", key=None)
    assert status == 401
