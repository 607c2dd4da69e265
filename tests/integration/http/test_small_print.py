"""Details of the HTTP contract."""

from __future__ import annotations

from typing import Any

import pytest

from application.ports.provider.portal import NoHostedPortal
from domain.ownership.claim import Trust
from examples import BOB, claim, told_subscription
from integration.http.api import Api, is_problem, token_of

LINK = {"provider": "alpha", "provider_customer_id": "account"}


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "", None, 200),
        ("PUT", "", {}, 200),
        ("PUT", "/home-provider", {"provider": None}, 200),
        ("GET", "/billing", None, 200),
        ("GET", "/checkout-reference", None, 200),
        ("POST", "/portal-sessions", {}, 201),
        ("POST", "/refresh", None, 202),
        ("DELETE", "/accounts/alpha/account", None, 204),
    ],
)
async def test_responses_are_never_cached(api: Api, method: str, path: str, body: Any, status: int) -> None:
    await api.hear(told_subscription(), claims=(claim(),))
    response = await api.call(method, f"/v1/customers/ada{path}", json=body)
    assert (response.status_code, response.headers["cache-control"]) == (status, "private, no-store")


@pytest.mark.parametrize(
    ("method", "path"), [("PUT", ""), ("PUT", "/home-provider"), ("POST", "/portal-sessions"), ("POST", "/refresh")]
)
async def test_operation_with_a_body_accepts_only_json(api: Api, method: str, path: str) -> None:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    response = await api.call(method, f"/v1/customers/ada{path}", content=b"a=b", headers=headers)
    is_problem(response, 415, "unsupported-media-type")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "", {"emial": "a"}),
        ("PUT", "/home-provider", {"provider": None, "for": "ever"}),
        ("POST", "/portal-sessions", {"returnUrl": "https://app.example/"}),
        ("POST", "/portal-sessions", {"subscription": {"provider": "alpha", "id": "sub", "plan": "pro"}}),
    ],
)
async def test_unknown_field_is_refused_by_name(api: Api, method: str, path: str, body: Any) -> None:
    response = await api.call(method, f"/v1/customers/ada{path}", json=body)
    (error,) = is_problem(response, 400, "invalid-request")["errors"]
    assert error["field"].rpartition(".")[2] in {"emial", "for", "returnUrl", "plan"}


@pytest.mark.parametrize("method", ["HEAD", "TRACE", "PATCH", "DELETE", "CONNECT"])
@pytest.mark.parametrize("path", ["/v1/customers/ada/billing", "/webhooks/alpha"])
async def test_wrong_method_is_refused(api: Api, method: str, path: str) -> None:
    response = await api.call(method, path)
    assert response.status_code == 405
    assert "allow" in response.headers


@pytest.mark.parametrize("path", ["/health/live", "/health/ready", "/billing", "/billing/enter?token=x"])
async def test_head_response_equals_get_without_the_body(api: Api, path: str) -> None:
    asked, told = await api.call("HEAD", path), await api.call("GET", path)
    assert told.content
    assert (asked.status_code, asked.content) == (told.status_code, b"")
    assert asked.headers["content-length"] == str(len(told.content))
    assert asked.headers["content-type"] == told.headers["content-type"]


async def test_host_claim_outranks_metadata(api: Api) -> None:
    await api.hear(told_subscription(), claims=(claim(BOB, trust=Trust.SELLER),))
    assert (await api.put("/v1/customers/ada", {"accounts": [LINK]})).status_code == 201
    assert [s["id"] for s in (await api.get("/v1/customers/ada/billing")).json()["subscriptions"]] == ["sub"]
    assert (await api.get("/v1/customers/bob")).json()["accounts"] == []


async def test_refusal_to_link_does_not_reveal_the_owner(api: Api) -> None:
    await api.put("/v1/customers/bob", {"accounts": [LINK]})
    refused = await api.put("/v1/customers/ada", {"accounts": [LINK]})
    is_problem(refused, 409, "account-already-linked")
    assert "bob" not in refused.text


async def test_login_page_is_opened_if_the_provider_gives_no_link(api: Api) -> None:
    await api.hear(told_subscription(), claims=(claim(),))
    api.alpha.opens, api.alpha.login = NoHostedPortal(), "https://portal.test/login"
    body = (await api.open_portal(body={"intent": "update_payment_method"})).json()
    assert (body["kind"], body["degraded"], body["effective_intent"]) == ("portal_login", True, "manage")


async def test_portal_url_is_never_reused(api: Api) -> None:
    await api.hear(told_subscription(), claims=(claim(),))
    for _ in range(3):
        await api.open_portal()
    assert len(api.alpha.requests) == 3


async def test_portal_limit_is_per_customer_across_spellings_and_credentials(api: Api) -> None:
    await api.hear(told_subscription(), claims=(claim(),))
    for spelling in ("me", "ada") * 5:
        assert (await api.open_portal(spelling, credential=token_of())).status_code == 201
    is_problem(await api.open_portal("me", credential=token_of()), 429, "rate-limited")
    is_problem(await api.open_portal("ada"), 429, "rate-limited")


async def test_portal_limit_of_one_customer_does_not_affect_another(api: Api) -> None:
    await api.hear(told_subscription(), claims=(claim(),))
    for _ in range(12):
        await api.open_portal("ada", credential=token_of("mallory"))
        await api.open_portal("ada", credential="wrong")
    assert (await api.open_portal("ada")).status_code == 201
