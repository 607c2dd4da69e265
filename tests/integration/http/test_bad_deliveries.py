"""Every request to a provider's webhook gets the documented response, and no genuine delivery is lost."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from adapters.persistence.storage import SqlStorage
from contracts.providers.lemonsqueezy_under_test import LemonSqueezyUnderTest
from contracts.providers.stripe_under_test import StripeUnderTest
from fixtures.lemonsqueezy import payloads as lemonsqueezy
from fixtures.stripe import payloads as stripe
from integration.http.api import is_problem
from integration.http.served import Served, served

PROVIDERS: dict[str, Callable[[], Any]] = {"stripe": StripeUnderTest, "lemonsqueezy": LemonSqueezyUnderTest}
UPDATED = {"stripe": "customer.subscription.updated", "lemonsqueezy": "subscription_updated"}
NOT_READABLE = {
    "nothing": b"",
    "half of an event": lemonsqueezy.event_bytes("order_created")[:400],
    "half of an event of Stripe's": stripe.event_bytes("invoice.paid")[:400],
    "no UTF-8": b'{"id": "\xff\xfe", "type": "order_created"}',
    "no JSON": b"payload=%7B%7D&type=order_created",
    "a list": b"[]",
    "null": b"null",
    "a number": b"1e999",
    "an empty object": b"{}",
    "another shape": b'{"id": 7, "type": ["x"], "data": "text", "meta": []}',
    "another event's inside": b'{"id": "evt_odd", "type": "invoice.paid", "created": 1, "livemode": false, "data": {}}',
    "nested without end": b"[" * 100_000,
    "objects without end": b'{"data":' * 50_000,
    "a NUL": b'{"id": "evt_\\u0000", "type": "a\\u0000b", "data": {"object": {"id": "\\u0000"}}}',
    "half of a pair of surrogates": b'{"id": "evt_\\ud800", "type": "\\udfff", "meta": {"event_name": "\\ud800"}}',
}


def subscription_event(provider: str, **changes: Any) -> dict[str, Any]:
    if provider == "stripe":
        event = stripe.event(UPDATED[provider])
        event["data"]["object"] |= changes
    else:
        event = lemonsqueezy.event(UPDATED[provider])
        event["data"]["attributes"] |= changes
    return event


def of_no_concern(provider: str) -> list[dict[str, Any]]:
    """Build events of the other mode, of another store or account, and of an unhandled type."""
    if provider == "stripe":
        event = stripe.event(UPDATED[provider])
        changes: tuple[dict[str, Any], ...] = (
            {"livemode": True},
            {"account": "acct_Other"},
            {"type": "entirely.new.type"},
        )
        return [event | change | {"id": f"evt_{number}"} for number, change in enumerate(changes)]
    event = lemonsqueezy.event(UPDATED[provider])
    modeless, foreign, unheard = (json.loads(json.dumps(event)) for _ in range(3))
    modeless["meta"]["test_mode"] = False
    foreign["data"]["attributes"]["store_id"] = 999
    unheard["meta"]["event_name"] = "subscription_hibernated"
    return [modeless, foreign, unheard]


@pytest.fixture(params=list(PROVIDERS))
async def service(request: pytest.FixtureRequest, sql_storage: SqlStorage) -> AsyncIterator[Served]:
    made = served(PROVIDERS[request.param](), sql_storage)
    yield made
    await made.api.close()


async def takes_what_is_genuine(service: Served) -> None:
    """Check that a genuine delivery is applied after all of this."""
    name = service.played.provider.name
    body = json.dumps(subscription_event(name)).encode()
    assert (await service.deliver(body)).status_code == 200
    assert ("applied", UPDATED[name]) in await service.kept()


async def test_forged_stale_or_unsigned_delivery_is_not_stored(service: Served) -> None:
    body = next(iter(service.played.bodies.values()))
    for what, forged in service.played.forged(body, service.played.now):
        if what != "a line of its own":  # cannot be sent over HTTP
            headers = {name: value.encode() for name, value in forged.items()}
            is_problem(await service.deliver(body, headers), 400, "invalid-signature")
    assert await service.kept() == []
    await takes_what_is_genuine(service)


async def test_repeated_signature_header_is_refused(service: Served) -> None:
    body = next(iter(service.played.bodies.values()))
    signed = list(service.played.signed(body, service.played.now).items())
    forged = [(name, value[:-1] + "x") for name, value in signed]
    for headers in (signed + forged, forged + signed, signed + signed):
        is_problem(await service.deliver(body, headers), 400, "invalid-signature")
    assert await service.kept() == []


async def test_undecodable_but_genuine_delivery_is_stored_as_failed(service: Served) -> None:
    for what, body in NOT_READABLE.items():
        assert (await service.deliver(body)).status_code == 200, what
    assert len(await service.kept()) == len(NOT_READABLE)
    assert await service.statuses() == {"failed"}
    await takes_what_is_genuine(service)


async def test_irrelevant_delivery_is_stored_as_ignored(service: Served) -> None:
    events = of_no_concern(service.played.provider.name)
    for event in events:
        response = await service.deliver(json.dumps(event).encode())
        assert (response.status_code, response.json()) == (200, {"received": True})
    assert [status for status, _ in await service.kept()] == ["ignored"] * len(events)


async def test_unknown_status_is_shown_as_unknown_and_grants_no_access(service: Served) -> None:
    name = service.played.provider.name
    event = subscription_event(name, status="hibernating")
    assert (await service.deliver(json.dumps(event).encode())).status_code == 200
    account = {"stripe": lambda: event["data"]["object"]["customer"]}.get(
        name, lambda: str(event["data"]["attributes"]["customer_id"])
    )()
    link = {"provider": name, "provider_customer_id": account}
    await service.api.put("/v1/customers/of_the_host", {"accounts": [link]})
    shown = (await service.api.get("/v1/customers/of_the_host/billing")).json()["subscriptions"]
    assert [(each["status"], each["raw_status"]) for each in shown] == [("unknown", "hibernating")]
    assert shown[0]["access"]["reason"] == "unknown_status"


async def test_media_type_is_irrelevant(service: Served) -> None:
    for number, media_type in enumerate(("text/plain", "multipart/form-data", "application/jsonx; charset=utf-16")):
        body = b'{"number": %d}' % number
        headers = {**service.played.signed(body, service.played.now), "content-type": media_type}
        assert (await service.deliver(body, headers)).status_code == 200
    assert len(await service.kept()) == 3


async def test_large_or_slow_delivery_is_refused_and_not_stored(service: Served) -> None:
    async def drip() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.Event().wait()

    service.api.body_seconds = 0.05
    is_problem(await service.deliver(b" " * (2 * 1024 * 1024)), 413, "request-too-large")
    is_problem(await service.deliver(drip(), service.played.signed(b"{", service.played.now)), 408, "request-timeout")
    assert await service.kept() == []
    await takes_what_is_genuine(service)
