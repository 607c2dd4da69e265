"""Webhook events as operators see them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from application.ports.provider.event import Ignored, Undecodable
from application.ports.provider.updates import ProviderUpdate
from examples import ADA, ALPHA, BETA, BOB, claim, ref, told_subscription
from fakes.provider import SIGNATURE
from integration.http.api import API_KEY, OPERATOR_KEY, Api, is_problem, token_of

KEYS = {"id", "provider", "type", "status", "received_at", "applied_at", "attempts", "error", "customer_id"}


async def send(
    api: Api, body: bytes, reading: ProviderUpdate | Ignored | Undecodable, *, provider: str = ALPHA
) -> None:
    """Send a delivery a second after the previous one."""
    api.clock.advance(timedelta(seconds=1))
    fake = api.alpha if provider == ALPHA else api.beta
    if not isinstance(reading, Undecodable):
        fake.deliveries[body] = reading
    answer = await api.call("POST", f"/webhooks/{provider}", content=body, headers={SIGNATURE: "genuine"})
    assert answer.status_code == 200


async def listed(api: Api, query: str = "", **rest: Any) -> dict[str, Any]:
    response = await api.get(f"/v1/events{query}", credential=OPERATOR_KEY, **rest)
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


def name(body: bytes, provider: str = ALPHA) -> str:
    """Return the fake provider's key of a delivery, which is its body in hexadecimal."""
    return f"{provider}:{body.hex()}"


async def three_kinds(api: Api) -> None:
    await send(api, b"applied", ProviderUpdate(snapshots=(told_subscription(),), claims=(claim(),)))
    await send(api, b"ignored", Ignored(reason="of another mode"), provider=BETA)
    await send(api, b"failed", Undecodable(error="unknown"))


async def test_event_shows_its_outcome(api: Api) -> None:
    await send(api, b"applied", ProviderUpdate(snapshots=(told_subscription(),), claims=(claim(),)))
    [event] = (await listed(api))["data"]
    assert event == {
        "id": name(b"applied"),
        "provider": "alpha",
        "type": "made.up",
        "status": "applied",
        "received_at": "2026-01-05T12:00:01Z",
        "applied_at": "2026-01-05T12:00:01Z",
        "attempts": 1,
        "error": None,
        "customer_id": ADA,
    }


async def test_events_are_listed_newest_first_without_payloads(api: Api) -> None:
    await three_kinds(api)
    answer = await listed(api)
    assert [event["status"] for event in answer["data"]] == ["failed", "ignored", "applied"]
    assert all(set(event) == KEYS for event in answer["data"])
    assert answer["next_cursor"] is None


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?status=failed", ["failed"]),
        ("?status=applied", ["applied"]),
        ("?status=dead", []),
        ("?provider=beta", ["ignored"]),
        ("?provider=alpha&status=ignored", []),
        (f"?customer_id={ADA}", ["applied"]),
        (f"?customer_id={BOB}", []),
    ],
)
async def test_all_given_filters_must_match(api: Api, query: str, found: list[str]) -> None:
    await three_kinds(api)
    assert [event["status"] for event in (await listed(api, query))["data"]] == found


async def test_events_are_listed_by_current_owner_including_earlier_ones(api: Api) -> None:
    await send(api, b"first", ProviderUpdate(snapshots=(told_subscription(),)))
    assert (await listed(api))["data"][0]["customer_id"] is None
    await api.put(f"/v1/customers/{ADA}", {"accounts": [{"provider": "alpha", "provider_customer_id": "account"}]})
    assert [e["id"] for e in (await listed(api, f"?customer_id={ADA}"))["data"]] == [name(b"first")]
    assert (await listed(api))["data"][0]["customer_id"] == ADA


async def test_pagination_skips_no_event(api: Api) -> None:
    for number in range(5):
        await send(api, b"%d" % number, Ignored(reason="not handled"))
    first = await listed(api, "?limit=2")
    await send(api, b"meanwhile", Ignored(reason="not handled"))
    second = await listed(api, f"?limit=2&cursor={first['next_cursor']}")
    third = await listed(api, f"?limit=2&cursor={second['next_cursor']}")
    seen = [event["id"] for page in (first, second, third) for event in page["data"]]
    assert seen == [name(b"%d" % number) for number in reversed(range(5))]
    assert third["next_cursor"] is None


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("?limit=0", "limit"),
        ("?limit=101", "limit"),
        ("?limit=x", "limit"),
        ("?status=lost", "status"),
        ("?provider=Not%20One", "provider"),
        ("?customer_id=me", "customer_id"),
        ("?cursor=made-up", "cursor"),
        ("?cursor=WzFd", "cursor"),
        ("?cursor=%C3%A9", "cursor"),
    ],
)
async def test_invalid_parameter_is_named(api: Api, query: str, field: str) -> None:
    problem = is_problem(await api.get(f"/v1/events{query}", credential=OPERATOR_KEY), 400, "invalid-request")
    assert [error["field"] for error in problem["errors"]] == [field]


async def test_single_event_is_shown_with_its_payload(api: Api) -> None:
    await three_kinds(api)
    response = await api.get(f"/v1/events/{name(b'failed')}", credential=OPERATOR_KEY)
    assert response.json() | {"payload": "failed", "error": "nobody said what this is"} == response.json()
    assert set(response.json()) == KEYS | {"payload"}


@pytest.mark.parametrize("path", ["/alpha:00", "/alpha", "/Not One:1", "/:", "/alpha:00/replay"])
async def test_unknown_event_is_not_found(api: Api, path: str) -> None:
    method = "POST" if path.endswith("replay") else "GET"
    response = await api.call(method, f"/v1/events{path}", credential=OPERATOR_KEY)
    is_problem(response, 404, "event-not-found")


async def test_replay_applies_a_failed_event_once_it_can_be_decoded(api: Api) -> None:
    await send(api, b"failed", Undecodable(error="unknown"))
    api.alpha.deliveries[b"failed"] = ProviderUpdate(snapshots=(told_subscription(),), claims=(claim(),))
    response = await api.call("POST", f"/v1/events/{name(b'failed')}/replay", credential=OPERATOR_KEY)
    assert (response.status_code, response.json()["status"], response.json()["customer_id"]) == (200, "applied", ADA)
    billing = (await api.get(f"/v1/customers/{ADA}/billing")).json()
    assert [subscription["id"] for subscription in billing["subscriptions"]] == [ref("sub").id]


async def test_replay_of_a_still_undecodable_event_reports_its_failure(api: Api) -> None:
    await send(api, b"failed", Undecodable(error="unknown"))
    response = await api.call("POST", f"/v1/events/{name(b'failed')}/replay", credential=OPERATOR_KEY)
    assert (response.status_code, response.json()["status"], response.json()["attempts"]) == (200, "failed", 1)


async def test_replay_of_an_applied_event_changes_nothing(api: Api) -> None:
    await send(api, b"applied", ProviderUpdate(snapshots=(told_subscription(),), claims=(claim(),)))
    before = (await api.get(f"/v1/customers/{ADA}/billing")).json()
    response = await api.call("POST", f"/v1/events/{name(b'applied')}/replay", credential=OPERATOR_KEY)
    assert response.json()["status"] == "applied"
    assert (await api.get(f"/v1/customers/{ADA}/billing")).json() == before


async def test_replay_for_a_disconnected_provider_is_refused(api: Api) -> None:
    response = await api.call("POST", "/v1/events/gamma:1/replay", credential=OPERATOR_KEY)
    is_problem(response, 404, "provider-not-configured")


@pytest.mark.parametrize(("method", "path"), [("GET", ""), ("GET", "/alpha:00"), ("POST", "/alpha:00/replay")])
async def test_events_are_visible_only_to_operators(api: Api, method: str, path: str) -> None:
    for credential in (API_KEY, token_of()):
        is_problem(await api.call(method, f"/v1/events{path}", credential=credential), 403, "forbidden")
    is_problem(await api.call(method, f"/v1/events{path}", credential=None), 401, "unauthenticated")


async def test_event_without_a_payload_cannot_be_replayed(api: Api) -> None:
    await send(api, b"applied", ProviderUpdate(snapshots=(told_subscription(),), claims=(claim(),)))
    await api.installation.use_cases().erase_customer(ADA)
    response = await api.get(f"/v1/events/{name(b'applied')}", credential=OPERATOR_KEY)
    assert (response.json()["payload"], response.json()["status"]) == ("", "applied")
    response = await api.call("POST", f"/v1/events/{name(b'applied')}/replay", credential=OPERATOR_KEY)
    is_problem(response, 409, "payload-deleted")
