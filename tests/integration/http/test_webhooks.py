"""Responses of `POST /webhooks/{provider}`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from application.ports.errors import StorageUnavailable
from application.ports.provider.event import Ignored
from application.ports.provider.updates import ProviderUpdate
from application.ports.storage.inbox import DeliveryStatus
from examples import claim, told_subscription
from fakes.provider import SIGNATURE
from fakes.storage import InMemoryStorage
from integration.http.api import Api, is_problem

EVENT = b'{"id": "evt_1"}'
MEBIBYTE = 1024 * 1024


async def deliver(api: Api, body: Any = EVENT, *, provider: str = "alpha", **headers: str) -> httpx.Response:
    signed = {SIGNATURE: "genuine", "content-type": "application/json", **headers}
    return await api.call("POST", f"/webhooks/{provider}", credential=None, content=body, headers=signed)


def kept(api: Api) -> list[DeliveryStatus]:
    return [delivery.status for delivery in api.installation.memory.tables.inbox.values()]


async def test_genuine_delivery_is_stored_and_visible_at_once(api: Api) -> None:
    api.alpha.deliveries[EVENT] = ProviderUpdate(snapshots=(told_subscription(),), claims=(claim(),))
    response = await deliver(api)
    assert (response.status_code, response.json()) == (200, {"received": True})
    assert kept(api) == [DeliveryStatus.APPLIED]
    assert (await api.get("/v1/customers/ada/billing")).json()["access"]["granted"] is True


async def test_duplicate_is_acknowledged_and_stored_once(api: Api) -> None:
    api.alpha.deliveries[EVENT] = ProviderUpdate(snapshots=(told_subscription(),))
    assert [(await deliver(api)).status_code for _ in range(2)] == [200, 200]
    assert kept(api) == [DeliveryStatus.APPLIED]


async def test_irrelevant_delivery_is_acknowledged(api: Api) -> None:
    api.alpha.deliveries[EVENT] = Ignored(reason="another mode")
    assert (await deliver(api)).json() == {"received": True}
    assert kept(api) == [DeliveryStatus.IGNORED]


async def test_undecodable_delivery_is_stored_as_failed(api: Api) -> None:
    assert (await deliver(api, b"not JSON at all")).json() == {"received": True}
    assert kept(api) == [DeliveryStatus.FAILED]


@pytest.mark.parametrize("signature", ["", "forged"])
async def test_unsigned_delivery_is_refused_and_not_stored(api: Api, signature: str) -> None:
    is_problem(await deliver(api, **{SIGNATURE: signature}), 400, "invalid-signature")
    assert kept(api) == []


async def test_body_without_a_signature_header_is_not_read(api: Api) -> None:
    received = 0

    async def body() -> AsyncIterator[bytes]:
        nonlocal received
        received += 1
        yield EVENT

    for provider, status in (("alpha", 400), ("gamma", 404)):
        response = await api.client.post(f"/webhooks/{provider}", content=body())
        assert response.status_code == status
    assert received == 0


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
async def test_content_type_is_irrelevant(api: Api, content_type: str) -> None:
    assert (await deliver(api, **{"content-type": content_type})).status_code == 200


async def test_header_names_are_case_insensitive(api: Api) -> None:
    headers = {SIGNATURE.upper(): "genuine"}
    response = await api.call("POST", "/webhooks/alpha", credential=None, content=EVENT, headers=headers)
    assert response.status_code == 200


async def test_repeated_signature_header_is_refused(api: Api) -> None:
    headers = [(SIGNATURE, "genuine"), (SIGNATURE, "forged")]
    response = await api.client.post("/webhooks/alpha", content=EVENT, headers=headers)
    is_problem(response, 400, "invalid-signature")


async def test_maximum_body_size_is_one_mebibyte(api: Api) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(1025):
            yield b"x" * 1024

    assert (await deliver(api, b"x" * MEBIBYTE)).status_code == 200
    is_problem(await deliver(api, b"x" * (MEBIBYTE + 1)), 413, "request-too-large")
    is_problem(await deliver(api, pieces()), 413, "request-too-large")
    assert len(kept(api)) == 1


@pytest.mark.parametrize("provider", ["gamma", "ALPHA", "a%20b", "x" * 41])
async def test_unconfigured_provider_is_not_found(api: Api, provider: str) -> None:
    is_problem(await deliver(api, provider=provider), 404, "provider-not-configured")


class _ClosedStorage(InMemoryStorage):
    """A storage that cannot be reached."""

    def begin(self) -> Any:
        raise StorageUnavailable

    async def check(self) -> None:
        raise StorageUnavailable


async def test_database_outage_makes_the_provider_resend(api: Api) -> None:
    api.installation.storage = _ClosedStorage()
    response = await deliver(api)
    is_problem(response, 503, "temporarily-unavailable")
    assert "retry-after" in response.headers


async def test_delivery_needs_no_credential_and_a_credential_does_not_replace_the_signature(api: Api) -> None:
    assert (await api.call("POST", "/webhooks/alpha", content=EVENT)).status_code == 400


async def test_health_needs_no_credential(api: Api) -> None:
    for path in ("/health/live", "/health/ready"):
        response = await api.get(path, credential=None)
        assert (response.status_code, response.json()) == (200, {"status": "ok"})


async def test_process_without_its_database_is_alive_and_not_ready(api: Api) -> None:
    api.installation.storage = _ClosedStorage()
    assert (await api.get("/health/live", credential=None)).status_code == 200
    is_problem(await api.get("/health/ready", credential=None), 503, "temporarily-unavailable")
