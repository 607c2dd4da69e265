"""Webhook endpoints: subscriptions, secrets and deliveries."""

from __future__ import annotations

import json
from typing import Literal

import httpx
import pytest
import stripe

from payment_sandbox.app import courier_of
from payment_sandbox.stripe.objects.event import API_VERSION
from sandbox.stripe.api.calling import ByHand
from sandbox.stripe.stage import Stage
from stripe_schema import validate_object

EventType = Literal["*", "customer.created"]
URL = "https://app.example.com/webhooks/stripe"


class Receiver:
    """A receiver; `status` is its response, and it records the requests."""

    def __init__(self, stage: Stage) -> None:
        self.status = 200
        self.received: list[httpx.Request] = []
        self.courier = courier_of(stage.sandbox, httpx.AsyncClient(transport=httpx.MockTransport(self._receive)))

    def _receive(self, request: httpx.Request) -> httpx.Response:
        self.received.append(request)
        return httpx.Response(self.status)


@pytest.fixture
def receiver(stage: Stage) -> Receiver:
    return Receiver(stage)


async def endpoint(client: stripe.StripeClient, type_: EventType) -> stripe.WebhookEndpoint:
    return await client.v1.webhook_endpoints.create_async(
        {"url": URL, "enabled_events": [type_], "api_version": "2026-10-28.endive"}
    )


async def test_secret_is_shown_once(client: stripe.StripeClient) -> None:
    made = await endpoint(client, "*")
    assert str(made.secret).startswith("whsec_")
    again = await client.v1.webhook_endpoints.retrieve_async(made.id)
    listed = await client.v1.webhook_endpoints.list_async({"limit": 100})
    assert ["secret" in each.to_dict() for each in (again, *listed.data)] == [False, False]


async def test_official_client_accepts_the_webhooks(
    client: stripe.StripeClient, stage: Stage, receiver: Receiver
) -> None:
    made = await endpoint(client, "customer.created")
    customer = await client.v1.customers.create_async({"email": "ada@example.com"})
    await client.v1.products.create_async({"name": "not listened to"})
    assert await receiver.courier.send_due() == 1
    (request,) = receiver.received
    signature = request.headers["stripe-signature"]
    assert signature.startswith(f"t={int(stage.sandbox.clock.now().timestamp())},v1=")
    stripe.WebhookSignature.verify_header(request.content.decode(), signature, str(made.secret), tolerance=None)
    told = json.loads(request.content)
    validate_object(told)
    assert (told["type"], told["data"]["object"]["id"]) == ("customer.created", customer.id)


async def test_retries_are_newly_signed_for_three_days(
    client: stripe.StripeClient, stage: Stage, receiver: Receiver
) -> None:
    await endpoint(client, "*")
    receiver.status = 500
    await client.v1.customers.create_async({"name": "Ada"})
    await receiver.courier.send_due()
    for _ in range(4 * 24):
        stage.move(hours=1)
        await receiver.courier.send_due()
    times = [int(request.headers["stripe-signature"][2:].partition(",")[0]) for request in receiver.received]
    assert times == sorted(set(times))
    assert 2 * 86_400 < times[-1] - times[0] <= 3 * 86_400 + 3600
    (event,) = (await client.v1.events.list_async({"delivery_success": False})).data
    assert (event.type, event.pending_webhooks) == ("customer.created", 0)


async def test_event_counts_its_pending_webhooks(client: stripe.StripeClient, receiver: Receiver) -> None:
    await endpoint(client, "*")
    await endpoint(client, "customer.created")
    await client.v1.customers.create_async({"name": "Ada"})
    (event,) = (await client.v1.events.list_async()).data
    assert event.pending_webhooks == 2
    await receiver.courier.send_due()
    assert (await client.v1.events.retrieve_async(event.id)).pending_webhooks == 0


@pytest.mark.parametrize("how", ["disabled", "deleted"])
async def test_pending_webhooks_of_a_removed_endpoint_are_not_sent(
    client: stripe.StripeClient, stage: Stage, receiver: Receiver, how: str
) -> None:
    made = await endpoint(client, "*")
    receiver.status = 500
    await client.v1.customers.create_async({"name": "Ada"})
    await receiver.courier.send_due()
    if how == "disabled":
        assert (await client.v1.webhook_endpoints.update_async(made.id, {"disabled": True})).status == "disabled"
    else:
        assert (await client.v1.webhook_endpoints.delete_async(made.id)).deleted
    await client.v1.customers.create_async({"name": "Bob"})
    stage.move(days=1)
    assert await receiver.courier.send_due() == 0


async def test_event_types_of_an_endpoint_can_be_changed_but_not_its_version(
    client: stripe.StripeClient, by_hand: ByHand
) -> None:
    made = await endpoint(client, "customer.created")
    changed = await client.v1.webhook_endpoints.update_async(made.id, {"enabled_events": ["*"], "description": "ours"})
    assert (changed.enabled_events, changed.description, changed.url) == (["*"], "ours", URL)
    _, error = await by_hand.error("POST", f"/v1/webhook_endpoints/{made.id}", form=f"api_version={API_VERSION}")
    assert error["code"] == "parameter_unknown"


async def test_account_has_at_most_sixteen_endpoints(client: stripe.StripeClient) -> None:
    for _ in range(16):
        await endpoint(client, "*")
    with pytest.raises(stripe.InvalidRequestError, match="maximum of 16"):
        await endpoint(client, "*")


async def test_webhook_url_can_be_set_without_the_api(client: stripe.StripeClient, stage: Stage) -> None:
    for secret in ("whsec_one", "whsec_one", "whsec_other"):
        stage.vendor.deliver_to(URL, secret)
    (made,) = (await client.v1.webhook_endpoints.list_async()).data
    assert (made.url, made.enabled_events, made.api_version) == (URL, ["*"], API_VERSION)
    assert stage.records.all("webhook_endpoint.secret") == [{"id": made.id, "secret": "whsec_other"}]
