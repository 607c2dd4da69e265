"""Attempts to bypass authentication: other spellings of a path, other kinds of credentials, other places for them."""

from __future__ import annotations

import json
from typing import Any

import httpx
import jwt
import pytest

from domain.mirror.snapshot import ObjectKind
from examples import BOB, NOON, claim, told_payment, told_subscription
from integration.http.api import API_KEY, OPERATOR_KEY, TOKEN_SECRET, Api, is_problem, token_of

SAID = {"sub": "ada", "exp": int(NOON.timestamp()) + 3600}


async def two_customers(api: Api) -> None:
    bobs = claim(BOB, subject="bobs", account="others")
    order = claim(BOB, kind=ObjectKind.ORDER, subject="bobs_order", account="others")
    await api.hear(told_subscription(), claims=(claim(),))
    await api.hear(told_subscription("bobs"), told_payment("bobs_order"), claims=(bobs, order))


@pytest.mark.parametrize(
    "path",
    [
        b"/v1/customers/me/../bob/billing",
        b"/v1/customers/me/%2e%2e/bob/billing",
        b"/v1/customers/me/..%2fbob/billing",
        b"/v1/customers/me%2f..%2fbob/billing",
        b"/v1/customers//bob/billing",
        b"//v1/customers/bob/billing",
        b"/v1/customers/me;bob/billing",
        b"/v1/customers/bob;/billing",
        b"/v1/customers/bob%3b/billing",
        b"/v1/customers/bob%00/billing",
        b"/v1/customers/b%c3%b6b/billing",
        b"/v1/customers/%62ob/billing",
        b"/v1/customers/%2562ob/billing",
        b"/v1/customers/bob%0a/billing",
        b"/v1/customers/me,bob/billing",
        b"/v1/customers/me%3Fx=/bob/billing",
        b"/v1/customers/bob/billing/",
        b"/V1/customers/bob/billing",
        b"/v1/customers/bob\\billing",
        b"/v1/customers/*/billing",
        b"/health/../v1/customers/bob/billing",
        b"/webhooks/alpha/../../v1/customers/bob/billing",
    ],
)
async def test_no_spelling_of_a_path_bypasses_the_check(api: Api, path: bytes) -> None:
    await two_customers(api)
    url = httpx.URL("http://portal.test").copy_with(raw_path=path)
    response = await api.client.request("GET", url, headers={"authorization": f"Bearer {token_of()}"})
    assert response.status_code in (400, 404, 405)
    assert "bobs" not in response.text


@pytest.mark.parametrize("header", ["jku", "jwk", "x5u", "x5c", "kid"])
async def test_key_inside_a_token_is_not_used(api: Api, header: str) -> None:
    mallorys = "a secret of mallory that is long enough"
    for brought in ("https://evil.example/keys", {"kty": "oct", "k": "c2VjcmV0"}, ["x"], "../../dev/null"):
        token = signed_by_hand({"alg": "HS256", "typ": "JWT", header: brought}, mallorys)
        is_problem(await api.get("/v1/customers/me", credential=token), 401, "unauthenticated")


def signed_by_hand(header: dict[str, Any], secret: str) -> str:
    algorithm = jwt.get_algorithm_by_name("HS256")
    parts = [jwt.utils.base64url_encode(json.dumps(part).encode()) for part in (header, SAID)]
    signature = algorithm.sign(b".".join(parts), algorithm.prepare_key(secret))
    return b".".join([*parts, jwt.utils.base64url_encode(signature)]).decode()


async def test_handmade_token_signed_with_the_hosts_secret_is_accepted(api: Api) -> None:
    good = signed_by_hand({"alg": "HS256", "typ": "JWT"}, TOKEN_SECRET)
    assert (await api.get("/v1/customers/me", credential=good)).status_code == 200


@pytest.mark.parametrize("known", [API_KEY, OPERATOR_KEY, "a secret to sign references with", "ada", "user_id"])
async def test_other_secrets_do_not_sign_tokens(api: Api, known: str) -> None:
    token = signed_by_hand({"alg": "HS256", "typ": "JWT"}, known)
    is_problem(await api.get("/v1/customers/me", credential=token), 401, "unauthenticated")


async def test_checkout_reference_is_not_a_credential(api: Api) -> None:
    reference = (await api.get("/v1/customers/ada/checkout-reference")).json()["value"]
    is_problem(await api.get("/v1/customers/ada", credential=reference), 401, "unauthenticated")


@pytest.mark.parametrize("credential", [API_KEY, token_of()])
async def test_credential_in_another_place_is_ignored(api: Api, credential: str) -> None:
    await two_customers(api)
    query = f"?access_token={credential}&authorization=Bearer%20{credential}&api_key={credential}"
    headers = {"cookie": f"token={credential}; session={credential}", "x-api-key": credential, "x-user": "ada"}
    response = await api.call("GET", f"/v1/customers/ada/billing{query}", credential=None, headers=headers)
    is_problem(response, 401, "unauthenticated")


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "http://app.example",
        "https://app.example.evil.example",
        "https://evil-app.example",
        "https://app.example:444",
        "https://sub.app.example",
        "https://app.exampl\u0435".encode().decode("latin-1"),
    ],
)
async def test_page_of_a_similar_origin_can_read_no_response(api: Api, origin: str) -> None:
    headers = {"origin": origin.encode("latin-1")}
    answer = await api.call("GET", "/v1/customers/me", credential=token_of(), headers=headers)
    assert "access-control-allow-origin" not in answer.headers


async def test_cross_origin_requests_carry_no_cookies(api: Api) -> None:
    answer = await api.get("/v1/customers/me", credential=token_of(), headers={"origin": "https://app.example"})
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize(
    "body",
    [
        '{"subscription": {"provider": "alpha", "id": "sub"}, "subscription": {"provider": "alpha", "id": "bobs"}}',
        '{"subscription": {"provider": "alpha", "id": "sub", "id": "bobs"}}',
        '{"subscription": {"provider": "alpha", "id": "bobs_order"}}',
        '{"subscription": {"provider": "alpha", "id": "others"}}',
        '{"purchase": {"provider": "alpha", "id": "bobs_order"}}',
        '{"purchase": {"provider": "alpha", "id": "bobs"}}',
        '{"subscription": {"provider": "beta", "id": "bobs"}}',
        '{"subscription": {"provider": "alpha", "id": "%"}}',
        '{"subscription": {"provider": "alpha", "id": "\' OR 1=1 --"}}',
        '{"subscription": {"provider": "alpha", "id": "../subscriptions/bobs"}}',
    ],
)
async def test_another_customers_object_cannot_be_named_in_ones_own_portal(api: Api, body: str) -> None:
    await two_customers(api)
    headers = {"content-type": "application/json"}
    for credential in (token_of(), API_KEY):
        path = "/v1/customers/ada/portal-sessions"
        response = await api.call("POST", path, credential=credential, content=body.encode(), headers=headers)
        assert response.status_code == 404, response.text
    assert api.alpha.requests == []
