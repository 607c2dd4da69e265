"""Authentication and authorization."""

from __future__ import annotations

from datetime import timedelta

import jwt
import pytest

from entrypoints.http.auth import Authentication
from entrypoints.http.errors import Unauthenticated
from examples import ADA, NOON, claim, told_subscription
from integration.http.api import API_KEY, OPERATOR_KEY, TOKEN_SECRET, Api, is_problem, token_of

FOR_BROWSERS = [
    ("GET", ""),
    ("GET", "/billing"),
    ("POST", "/portal-sessions"),
    ("POST", "/billing-sessions"),
    ("POST", "/refresh"),
]
FOR_SERVERS = [
    ("PUT", ""),
    ("PUT", "/home-provider"),
    ("GET", "/checkout-reference"),
    ("DELETE", "/accounts/alpha/account"),
]


@pytest.mark.parametrize("credential", [API_KEY, "an-older-key", OPERATOR_KEY])
async def test_every_configured_key_is_accepted(api: Api, credential: str) -> None:
    assert (await api.put("/v1/customers/ada", {}, credential=credential)).status_code == 201


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        f"Bearer {API_KEY}x",
        f"Bearer {API_KEY[:-1]}",
        f"Basic {API_KEY}",
        API_KEY,
        "Bearer a.b.c",
        "Bearer \xff",
        "Bearer " + "x" * 9000,
    ],
)
@pytest.mark.parametrize(("method", "path"), [*FOR_BROWSERS, *FOR_SERVERS])
async def test_invalid_credentials_are_refused(api: Api, authorization: str | None, method: str, path: str) -> None:
    headers = {"authorization": authorization.encode("latin-1")} if authorization is not None else {}
    response = await api.call(method, f"/v1/customers/ada{path}", credential=None, headers=headers)
    is_problem(response, 401, "unauthenticated")
    assert response.headers["www-authenticate"] == "Bearer"


async def test_body_of_an_unauthenticated_request_is_not_parsed(api: Api) -> None:
    response = await api.call("PUT", "/v1/customers/ada", credential="wrong", content=b"x" * 100_000)
    is_problem(response, 401, "unauthenticated")


async def test_authorization_scheme_is_case_insensitive(api: Api) -> None:
    headers = {"authorization": f"bEARER  {API_KEY}"}
    assert (await api.call("PUT", "/v1/customers/a", credential=None, json={}, headers=headers)).status_code == 201


@pytest.mark.parametrize(("method", "path"), FOR_SERVERS)
@pytest.mark.parametrize("customer_id", ["me", "ada", "bob"])
async def test_browser_cannot_call_server_routes(api: Api, customer_id: str, method: str, path: str) -> None:
    response = await api.call(method, f"/v1/customers/{customer_id}{path}", credential=token_of(), json={})
    is_problem(response, 403, "forbidden")


@pytest.mark.parametrize(("method", "path"), FOR_BROWSERS)
@pytest.mark.parametrize("customer_id", ["bob", "nobody", "not%20an%20id", "ADA"])
async def test_other_customers_are_not_found_by_a_browser_whether_or_not_they_exist(
    api: Api, customer_id: str, method: str, path: str
) -> None:
    await api.put("/v1/customers/bob", {})
    response = await api.call(method, f"/v1/customers/{customer_id}{path}", credential=token_of())
    is_problem(response, 404, "customer-not-found")


@pytest.mark.parametrize("spelling", ["me", "ada"])
async def test_browser_sees_its_own_customer(api: Api, spelling: str) -> None:
    await api.hear(told_subscription(), claims=(claim(),))
    body = (await api.get(f"/v1/customers/{spelling}/billing", credential=token_of())).json()
    assert (body["customer_id"], len(body["subscriptions"])) == ("ada", 1)
    opened = await api.open_portal(spelling, credential=token_of())
    assert opened.status_code == 201


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "", 200), ("GET", "/billing", 200), ("POST", "/refresh", 202), ("POST", "/portal-sessions", 409)],
)
async def test_first_call_with_a_token_registers_its_customer(api: Api, method: str, path: str, status: int) -> None:
    response = await api.call(method, f"/v1/customers/me{path}", credential=token_of())
    assert response.status_code == status
    assert (await api.get("/v1/customers/ada")).status_code == 200


async def test_known_customer_is_not_written_again(api: Api) -> None:
    await api.get("/v1/customers/me", credential=token_of())
    before = api.installation.memory.tables
    await api.get("/v1/customers/me", credential=token_of())
    assert api.installation.memory.tables is before


async def test_reading_with_an_api_key_registers_no_customer(api: Api) -> None:
    await api.get("/v1/customers/ada")
    is_problem(await api.get("/v1/customers/ada"), 404, "customer-not-found")


@pytest.mark.parametrize(
    "token",
    [
        token_of(exp=int(NOON.timestamp())),
        token_of(exp=None),
        token_of(exp="tomorrow"),
        token_of(exp=True),
        token_of(nbf=int(NOON.timestamp()) + 120),
        token_of(secret="another secret of the right length"),
        token_of("me"),
        token_of(".."),
        token_of("erased:" + "0" * 32),
        token_of("a b"),
        token_of(sub=None),
        token_of(sub=7),
        token_of(algorithm="HS512", secret=TOKEN_SECRET * 2),
        jwt.encode({"sub": ADA, "exp": 9_999_999_999}, "", "none"),
        token_of() + "x",
        token_of().rpartition(".")[0] + ".",
    ],
)
async def test_invalid_token_is_refused(api: Api, token: str) -> None:
    is_problem(await api.get("/v1/customers/me", credential=token), 401, "unauthenticated")


async def test_token_is_valid_until_it_expires(api: Api) -> None:
    api.clock.advance(timedelta(seconds=3599))
    assert (await api.get("/v1/customers/me", credential=token_of())).status_code == 200
    api.clock.advance(timedelta(seconds=1))
    is_problem(await api.get("/v1/customers/me", credential=token_of()), 401, "unauthenticated")


async def test_audience_and_issuer_are_checked_if_configured(api: Api) -> None:
    api.audience, api.issuer = "portal", "https://app.example"
    good = token_of(aud=["portal", "else"], iss="https://app.example")
    assert (await api.get("/v1/customers/me", credential=good)).status_code == 200
    for token in (
        token_of(aud="else", iss="https://app.example"),
        token_of(iss="https://app.example"),
        token_of(aud="portal", iss="https://evil.example"),
        token_of(aud="portal"),
    ):
        is_problem(await api.get("/v1/customers/me", credential=token), 401, "unauthenticated")


async def test_audience_and_issuer_are_ignored_if_not_configured(api: Api) -> None:
    token = token_of(aud="anything", iss="anybody")
    assert (await api.get("/v1/customers/me", credential=token)).status_code == 200


async def test_tokens_are_refused_without_a_token_key() -> None:
    authentication = Authentication(api_keys=["key"], operator_keys=[], tokens=None)
    with pytest.raises(Unauthenticated):
        await authentication.caller(f"Bearer {token_of()}")


async def test_only_the_hosts_own_pages_may_read_responses(api: Api) -> None:
    headers = {"origin": "https://app.example"}
    answer = await api.get("/v1/customers/me", credential=token_of(), headers=headers)
    assert answer.headers["access-control-allow-origin"] == "https://app.example"
    refused = await api.get("/v1/customers/me", credential=None, headers=headers)
    assert refused.headers["access-control-allow-origin"] == "https://app.example"
    stranger = await api.get("/v1/customers/me", credential=token_of(), headers={"origin": "https://evil.example"})
    assert "access-control-allow-origin" not in stranger.headers


async def test_preflight_allows_the_requests_of_browsers(api: Api) -> None:
    asks = {"access-control-request-method": "POST", "access-control-request-headers": "authorization,content-type"}
    path = "/v1/customers/me/portal-sessions"
    allowed = await api.call("OPTIONS", path, credential=None, headers={"origin": "https://app.example", **asks})
    assert allowed.status_code == 204
    assert allowed.headers["access-control-allow-origin"] == "https://app.example"


@pytest.mark.parametrize(
    "asks",
    [
        {"origin": "https://evil.example"},
        {"origin": "https://evil.example", "access-control-request-method": "POST"},
        {"origin": "https://app.example", "access-control-request-method": "DELETE"},
        {"origin": "https://app.example", "access-control-request-headers": "authorization, x-other"},
    ],
)
async def test_refused_preflight_is_a_problem_without_cors_headers(api: Api, asks: dict[str, str]) -> None:
    path = "/v1/customers/me/portal-sessions"
    refused = await api.call("OPTIONS", path, credential=None, headers=asks)
    is_problem(refused, 401, "unauthenticated")
    assert [name for name in refused.headers if name.startswith("access-control")] == []


async def test_responses_cannot_be_read_by_any_page_without_configured_origins(api: Api) -> None:
    api.with_settings(cors_origins=())
    answer = await api.get("/v1/customers/me", credential=token_of(), headers={"origin": "https://app.example"})
    assert "access-control-allow-origin" not in answer.headers
