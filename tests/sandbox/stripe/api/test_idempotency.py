"""The same idempotency key returns the same response."""

from __future__ import annotations

import pytest
import stripe

from sandbox.stripe.api.calling import ByHand
from sandbox.stripe.stage import Stage


async def test_repeated_request_is_executed_once_and_answered_alike(by_hand: ByHand, stage: Stage) -> None:
    first, second = [
        await by_hand.ask("POST", "/v1/customers", form="email=a@example.com", Idempotency_Key="one") for _ in range(2)
    ]
    assert first.json() == second.json()
    assert "idempotent-replayed" not in first.headers
    assert (second.headers["idempotent-replayed"], second.headers["idempotency-key"]) == ("true", "one")
    assert second.headers["original-request"] == first.headers["request-id"]
    assert (len(stage.records.all("customer")), stage.told()) == (1, ["customer.created"])


@pytest.mark.parametrize(("path", "form"), [("/v1/customers", "email=b@example.com"), ("/v1/products", "name=x")])
async def test_different_request_with_the_same_key_is_refused(by_hand: ByHand, path: str, form: str) -> None:
    await by_hand.ask("POST", "/v1/customers", form="email=a@example.com", Idempotency_Key="one")
    status, error = await by_hand.error("POST", path, form=form, Idempotency_Key="one")
    assert (status, error["type"]) == (400, "idempotency_error")


async def test_official_client_recognizes_a_used_key(client: stripe.StripeClient) -> None:
    await client.v1.customers.create_async({"name": "Ada"}, {"idempotency_key": "one"})
    with pytest.raises(stripe.IdempotencyError):
        await client.v1.customers.create_async({"name": "Bob"}, {"idempotency_key": "one"})


async def test_refused_request_may_be_corrected_under_its_key(by_hand: ByHand) -> None:
    await by_hand.error("POST", "/v1/customers", form="nonsense=1", Idempotency_Key="one")
    assert (await by_hand.ask("POST", "/v1/customers", form="name=Ada", Idempotency_Key="one")).is_success


async def test_key_expires_after_a_day(by_hand: ByHand, stage: Stage) -> None:
    first = await by_hand.ask("POST", "/v1/customers", form="name=Ada", Idempotency_Key="one")
    stage.move(hours=24)
    second = await by_hand.ask("POST", "/v1/customers", form="name=Ada", Idempotency_Key="one")
    assert first.json()["id"] != second.json()["id"]


@pytest.mark.parametrize("key", ["", "k" * 256])
async def test_key_length_is_limited(by_hand: ByHand, key: str) -> None:
    status, error = await by_hand.error("POST", "/v1/customers", form="name=Ada", Idempotency_Key=key)
    assert (status, error["type"]) == (400, "idempotency_error")


async def test_event_names_the_request_that_caused_it(by_hand: ByHand, stage: Stage) -> None:
    made = await by_hand.ask("POST", "/v1/customers", form="name=Ada", Idempotency_Key="one")
    (event,) = stage.events()
    assert event["request"] == {"id": made.headers["request-id"], "idempotency_key": "one"}
