"""Protocol and errors of the API."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from sandbox.lemonsqueezy.stage import ADDRESS, HEADERS, Stage

PLAIN: Mapping[str, Any] = {"type": "customers", "attributes": {"name": "Ada", "email": "ada@example.com"}}
API = "/lemonsqueezy/v1"
STORE = {"store": {"data": {"type": "stores", "id": "1001"}}}


def error(document: Any) -> Any:
    assert document["jsonapi"] == {"version": "1.0"}
    (only,) = document["errors"]
    return only


@pytest.mark.parametrize("key", ["", "Bearer", "Bearer another", "Basic bGVtb24=", "Bearer é"])
def test_wrong_key_is_refused(stage: Stage, key: str) -> None:
    told = stage.call("GET", "stores", headers={"authorization": key})
    assert told.status == 401
    assert error(told.document)["title"] == "Unauthenticated"
    assert stage.call("GET", "unheard-of", headers={"authorization": key}).status == 401


def test_limit_is_three_hundred_calls_a_minute(stage: Stage) -> None:
    left = [stage.call("GET", "stores").headers["X-Ratelimit-Remaining"] for _ in range(300)]
    assert (left[0], left[-1]) == ("299", "0")
    told = stage.call("GET", "stores")
    assert (told.status, told.headers) == (429, {"X-Ratelimit-Limit": "300", "X-Ratelimit-Remaining": "0"})
    stage.move(seconds=60)
    assert stage.call("GET", "stores").headers["X-Ratelimit-Remaining"] == "299"


def test_only_json_api_is_accepted(stage: Stage) -> None:
    assert stage.call("GET", "stores", headers={"accept": "application/json"}).status == 400
    body = json.dumps({"data": PLAIN}).encode()
    assert stage.call("POST", "customers", body=body, headers={"content-type": "application/json"}).status == 415


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "unheard-of", 404),
        ("GET", "unheard-of/1", 404),
        ("GET", "orders/1", 404),
        ("GET", "orders/1/refund", 404),
        ("GET", "orders/1/2/3/4", 404),
        ("GET", "users/1", 404),
        ("GET", "customers/1001/enemies", 404),
        ("GET", "customers/1001/relationships/enemies", 404),
        ("POST", "orders", 405),
        ("DELETE", "customers/1001", 405),
        ("PUT", "subscriptions/1001", 405),
        ("DELETE", "subscriptions/1", 404),
        ("GET", "subscription-items/1001/current-usage", 422),
    ],
)
def test_unknown_resource_is_refused(stage: Stage, method: str, path: str, status: int) -> None:
    stage.subscribe()
    told = stage.call(method, path)
    assert told.status == status
    assert error(told.document)["status"] == str(status)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"[]", 400),
        (b'{"data": []}', 400),
        (b'{"data": {"type": "customers", "attributes": 1}}', 400),
        (b"[" * 100_000, 400),
        (b"\xff", 400),
        (b'{"data": {"type": "orders"}}', 409),
        (b'{"data": {"type": "customers", "attributes": {"name": 1, "email": "a@b.example"}}}', 422),
    ],
)
def test_malformed_body_is_refused(stage: Stage, body: bytes, status: int) -> None:
    assert stage.call("POST", "customers", body=body).status == status


def test_error_points_at_the_invalid_field(stage: Stage) -> None:
    nameless = {"type": "customers", "attributes": {"name": "", "email": "ada@example.com"}, "relationships": STORE}
    told = error(stage.call("POST", "customers", nameless).document)
    assert told["source"] == {"pointer": "/data/attributes/name"}
    assert error(stage.call("POST", "customers", PLAIN).document)["source"] == {"pointer": "/data/relationships/store"}


def test_refused_change_has_no_effect(stage: Stage) -> None:
    subscription = stage.subscribe()
    before = stage.fresh(subscription)
    stage.told()
    told = stage.patch(subscription, variant_id=int(stage.variant("Basic")["id"]), pause={"mode": "never"})
    assert told.status == 422
    told = stage.patch(subscription, cancelled=True, pause={"mode": "void"})
    assert told.status == 422
    assert stage.fresh(subscription) == before
    assert stage.told() == []


async def test_http_response_is_dated_by_the_sandboxs_clock(stage: Stage) -> None:
    async with stage.person() as client:
        told = await client.get(f"{API}/stores/1001", headers=HEADERS)
        assert told.headers["content-type"] == "application/vnd.api+json"
        assert told.headers["date"] == "Sun, 01 Nov 2026 10:00:00 GMT"
        assert told.json()["data"]["attributes"]["url"] == f"{ADDRESS}/lemonsqueezy"
        assert b"\\/" in told.content
        missing = await client.get(f"{API}/orders/..%2Fstores", headers=HEADERS)
        assert (missing.status_code, error(missing.json())["title"]) == (404, "Not Found")
        assert (await client.get(f"{API}/users/me")).status_code == 401
        assert (await client.delete(f"{API}/webhooks/1001", headers=HEADERS)).status_code == 204
