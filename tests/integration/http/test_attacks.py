"""Attempts to reach another customer's billing."""

from __future__ import annotations

import pytest

from domain.mirror.snapshot import ObjectKind
from domain.ownership.claim import Trust
from examples import BOB, claim, told_payment, told_subscription
from integration.http.api import API_KEY, Api, is_problem, token_of

BOBS = {"provider": "alpha", "id": "bobs"}


async def two_customers(api: Api) -> None:
    await api.hear(told_subscription(), claims=(claim(),))
    await api.hear(told_subscription("bobs", account=None), claims=(claim(BOB, subject="bobs", account=None),))


@pytest.mark.parametrize(
    "spelling", ["bob", "b%6Fb", "me%2F..%2Fbob", "bob%00", "bob%20", "ada,bob", "BOB", "..%2Fbob"]
)
@pytest.mark.parametrize("path", ["", "/billing"])
async def test_another_customers_billing_cannot_be_read_under_any_spelling(api: Api, spelling: str, path: str) -> None:
    await two_customers(api)
    response = await api.get(f"/v1/customers/{spelling}{path}", credential=token_of())
    assert response.status_code == 404
    assert "bobs" not in response.text


@pytest.mark.parametrize("name", ["subscription", "purchase"])
async def test_another_customers_purchase_opens_no_portal(api: Api, name: str) -> None:
    await two_customers(api)
    refused = await api.open_portal("me", {name: BOBS}, credential=token_of())
    is_problem(refused, 404, f"{name}-not-found")
    assert api.alpha.requests == []


async def test_another_customers_id_in_query_or_headers_is_ignored(api: Api) -> None:
    await two_customers(api)
    headers = {"x-customer-id": "bob", "x-original-url": "/v1/customers/bob", "x-http-method-override": "PUT"}
    path = "/v1/customers/me/billing?customer_id=bob&sub=bob"
    response = await api.get(path, credential=token_of(), headers=headers)
    assert response.json()["customer_id"] == "ada"
    assert "bobs" not in response.text


async def test_second_authorization_header_does_not_give_access(api: Api) -> None:
    await two_customers(api)
    headers = [("authorization", f"Bearer {token_of()}"), ("authorization", "Bearer wrong")]
    for order in (headers, headers[::-1]):
        response = await api.client.get("/v1/customers/bob/billing", headers=order)
        assert response.status_code in (401, 404)


async def test_browser_cannot_link_an_account(api: Api) -> None:
    await two_customers(api)
    body = {"accounts": [{"provider": "alpha", "provider_customer_id": "account"}]}
    is_problem(await api.put("/v1/customers/me", body, credential=token_of("mallory")), 403, "forbidden")
    assert (await api.get("/v1/customers/me", credential=token_of("mallory"))).json()["accounts"] == []


async def test_unsigned_claim_of_a_buyer_does_not_link_a_strangers_account(api: Api) -> None:
    await api.hear(told_subscription(), claims=(claim(),))
    forged = claim(BOB, trust=Trust.UNSIGNED, kind=ObjectKind.ORDER, subject="cheap")
    await api.hear(told_payment("cheap"), claims=(forged,))
    assert (await api.get("/v1/customers/ada")).json()["accounts"][0]["provider_customer_id"] == "account"
    is_problem(
        await api.open_portal("bob", {"subscription": {"provider": "alpha", "id": "sub"}}),
        404,
        "subscription-not-found",
    )
    assert api.alpha.requests == []


async def test_browser_cannot_get_checkout_references_for_other_customers(api: Api) -> None:
    await two_customers(api)
    for customer_id in ("bob", "ada", "me"):
        path = f"/v1/customers/{customer_id}/checkout-reference"
        is_problem(await api.get(path, credential=token_of()), 403, "forbidden")


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/",
        "//evil.example/",
        "https://app.example.evil.example/",
        "https://app.example@evil.example/",
        "https://app.example:443@evil.example/",
        "https://evil.example\\@app.example/",
        "https://app.example\t.evil.example/",
        "https://\u0430pp.example/",
        "javascript:alert(1)//https://app.example/",
        "data:text/html,https://app.example/",
        "http://app.example/",
        "https://app.example:8443/",
    ],
)
async def test_portal_does_not_return_to_a_foreign_page(api: Api, url: str) -> None:
    await two_customers(api)
    is_problem(await api.open_portal(body={"return_url": url}), 422, "return-url-not-allowed")
    assert api.alpha.requests == []


async def test_host_header_does_not_cause_a_redirect(api: Api) -> None:
    await two_customers(api)
    headers = {"host": "evil.example", "x-forwarded-host": "evil.example", "authorization": f"Bearer {API_KEY}"}
    for method, path in (
        ("POST", "/v1/customers/ada/portal-sessions"),
        ("GET", "/v1/customers/x"),
        ("GET", "//evil.example/.."),
    ):
        response = await api.client.request(method, path, headers=headers)
        assert "evil" not in response.text
        assert "location" not in response.headers
