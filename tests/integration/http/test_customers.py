"""Registering, updating, pinning, unlinking and refreshing customers, and their checkout references."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest

from application.portal.checkout_reference import CheckoutReferenceSigner
from application.ports.storage.fetch_queue import FetchTask
from domain.account import AccountSnapshot
from domain.mirror.snapshot import ObjectKind
from examples import ADA, ALPHA, NOON, claim, ref, told_account, told_subscription
from integration.http.api import Api, is_problem, token_of

LINK = {"provider": "alpha", "provider_customer_id": "account"}


async def asked_for(api: Api) -> list[FetchTask]:
    async with api.installation.memory.begin() as uow:
        return await uow.fetch_queue.lease(frozenset({ALPHA}), api.clock.now(), limit=10, lease=timedelta(minutes=1))


async def test_new_customer_has_exactly_the_documented_fields(api: Api) -> None:
    created = await api.put("/v1/customers/ada", {"email": "ada@example.com", "name": None, "accounts": [LINK]})
    expected = {
        "id": "ada",
        "email": "ada@example.com",
        "name": None,
        "home_provider": "alpha",
        "home_reason": {
            "rule": "first_linked",
            "provider": "alpha",
            "reference": "account",
            "at": "2026-01-05T12:00:00Z",
        },
        "accounts": [
            {"provider": "alpha", "provider_customer_id": "account", "status": "active", "first_used_at": None}
        ],
    }
    assert (created.status_code, created.json()) == (201, expected)
    shown = await api.get("/v1/customers/ada")
    assert (shown.status_code, shown.json()) == (200, expected)


async def test_customer_without_purchases_has_no_home(api: Api) -> None:
    body = (await api.put("/v1/customers/ada", {})).json()
    assert body == {
        "id": "ada",
        "email": None,
        "name": None,
        "home_provider": None,
        "home_reason": None,
        "accounts": [],
    }


async def test_first_purchase_explains_the_home_and_dates_the_account(api: Api) -> None:
    await api.hear(told_account(), told_subscription(), claims=(claim(),))
    body = (await api.get("/v1/customers/ada")).json()
    assert body["home_reason"] == {
        "rule": "first_purchase",
        "provider": "alpha",
        "reference": "sub",
        "at": "2026-01-05T12:00:00Z",
    }
    assert body["accounts"][0]["first_used_at"] == "2026-01-05T12:00:00Z"


async def test_account_deleted_at_the_provider_is_shown_as_deleted(api: Api) -> None:
    gone = told_account()
    await api.hear(
        AccountSnapshot(ref=gone.ref, kind=gone.kind, timestamp=gone.timestamp, created_at=NOON, deleted=True),
        told_subscription(),
        claims=(claim(),),
    )
    assert (await api.get("/v1/customers/ada")).json()["accounts"][0]["status"] == "deleted"


async def test_omitted_fields_are_kept_and_null_clears_them(api: Api) -> None:
    await api.put("/v1/customers/ada", {"email": "ada@example.com", "name": "Ada"})
    updated = await api.put("/v1/customers/ada", {"email": None})
    assert updated.status_code == 200
    assert (updated.json()["email"], updated.json()["name"]) == (None, "Ada")


async def test_accounts_are_added_and_never_removed(api: Api) -> None:
    await api.put("/v1/customers/ada", {"accounts": [LINK]})
    body = (await api.put("/v1/customers/ada", {"accounts": []})).json()
    assert [account["provider_customer_id"] for account in body["accounts"]] == ["account"]


async def test_account_of_another_customer_is_refused_and_leaves_no_changes(api: Api) -> None:
    await api.put("/v1/customers/bob", {"accounts": [LINK]})
    refused = await api.put("/v1/customers/ada", {"accounts": [LINK]})
    body = is_problem(refused, 409, "account-already-linked")
    assert (body["provider"], body["provider_customer_id"]) == ("alpha", "account")
    is_problem(await api.get("/v1/customers/ada"), 404, "customer-not-found")


async def test_account_of_a_disconnected_provider_is_refused_by_name(api: Api) -> None:
    link = {"provider": "gamma", "provider_customer_id": "1"}
    body = is_problem(await api.put("/v1/customers/ada", {"accounts": [LINK, link]}), 400, "invalid-request")
    assert body["errors"] == [{"field": "accounts[1].provider", "message": "is not a configured provider"}]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"nickname": "A"}, "nickname"),
        ({"email": 1}, "email"),
        ({"email": "a\0b"}, "email"),
        ({"name": "x" * 321}, "name"),
        ({"accounts": [{"provider": "alpha"}]}, "accounts[0].provider_customer_id"),
        ({"accounts": [{**LINK, "owner": "me"}]}, "accounts[0].owner"),
        ({"accounts": [{"provider": "ALPHA", "provider_customer_id": "1"}]}, "accounts[0].provider"),
        ({"accounts": [{"provider": "alpha", "provider_customer_id": ""}]}, "accounts[0].provider_customer_id"),
        ({"accounts": [LINK] * 101}, "accounts"),
        ([], "body"),
        (None, "body"),
    ],
)
async def test_malformed_customer_is_refused_by_field(api: Api, body: Any, field: str) -> None:
    problem = is_problem(await api.put("/v1/customers/ada", body), 400, "invalid-request")
    assert [error["field"] for error in problem["errors"]] == [field]
    assert all(error["message"] for error in problem["errors"])
    is_problem(await api.get("/v1/customers/ada"), 404, "customer-not-found")


async def test_unlinked_account_stays_unlinked(api: Api) -> None:
    await api.put("/v1/customers/ada", {"accounts": [LINK]})
    path = "/v1/customers/ada/accounts/alpha/account"
    assert (await api.call("DELETE", path)).status_code == 204
    assert (await api.call("DELETE", path)).status_code == 204
    assert (await api.get("/v1/customers/ada")).json()["accounts"] == []
    is_problem(await api.put("/v1/customers/ada", {"accounts": [LINK]}), 409, "account-unlinked")


async def test_account_of_another_customer_cannot_be_unlinked(api: Api) -> None:
    await api.put("/v1/customers/ada", {})
    is_problem(await api.call("DELETE", "/v1/customers/ada/accounts/alpha/other"), 404, "account-not-found")
    is_problem(await api.call("DELETE", "/v1/customers/bob/accounts/alpha/other"), 404, "customer-not-found")
    bad = is_problem(await api.call("DELETE", "/v1/customers/ada/accounts/ALPHA/1"), 400, "invalid-request")
    assert bad["errors"][0]["field"] == "provider"


async def test_pin_explains_the_home_until_it_is_removed(api: Api) -> None:
    await api.hear(told_subscription(), claims=(claim(),))
    pinned = await api.put("/v1/customers/ada/home-provider", {"provider": "alpha"})
    assert pinned.status_code == 200
    assert pinned.json()["home_reason"] == {
        "rule": "pinned",
        "provider": "alpha",
        "reference": None,
        "at": "2026-01-05T12:00:00Z",
    }
    unpinned = await api.put("/v1/customers/ada/home-provider", {"provider": None})
    assert unpinned.json()["home_reason"]["rule"] == "first_purchase"


async def test_customer_cannot_be_pinned_to_an_unused_provider(api: Api) -> None:
    await api.put("/v1/customers/ada", {})
    is_problem(await api.put("/v1/customers/ada/home-provider", {"provider": "beta"}), 409, "provider-not-used")
    is_problem(await api.put("/v1/customers/bob/home-provider", {"provider": "beta"}), 404, "customer-not-found")
    is_problem(await api.put("/v1/customers/ada/home-provider", {}), 400, "invalid-request")


async def test_refresh_queues_fetches_for_the_customer(api: Api) -> None:
    await api.hear(told_subscription(), claims=(claim(),))
    response = await api.call("POST", "/v1/customers/ada/refresh")
    assert (response.status_code, response.json()) == (202, {"requested": True})
    assert (ObjectKind.ACCOUNT, ref("account")) in [(task.kind, task.ref) for task in await asked_for(api)]
    is_problem(await api.call("POST", "/v1/customers/bob/refresh"), 404, "customer-not-found")


async def test_seventh_refresh_within_a_minute_is_refused(api: Api) -> None:
    await api.hear(told_subscription(), claims=(claim(),))
    for _ in range(6):
        assert (await api.call("POST", "/v1/customers/ada/refresh")).status_code == 202
        api.clock.advance(timedelta(seconds=1))
    refused = await api.call("POST", "/v1/customers/me/refresh", credential=token_of())
    is_problem(refused, 429, "rate-limited")
    assert refused.headers["retry-after"] == "54"
    await api.put("/v1/customers/bob", {})
    assert (await api.call("POST", "/v1/customers/bob/refresh")).status_code == 202
    api.clock.advance(timedelta(seconds=54))
    assert (await api.call("POST", "/v1/customers/ada/refresh")).status_code == 202


async def test_checkout_reference_is_signed(api: Api) -> None:
    body = (await api.get("/v1/customers/ada/checkout-reference")).json()
    assert body.keys() == {"key", "value"}
    assert body["key"] == "user_id"
    customer_id, time, tag = body["value"].rsplit("-", 2)
    assert urlsafe_b64decode(customer_id).decode() == ADA
    assert (int(time, 16), len(tag)) == (int(api.clock.now().timestamp()), 32)


async def test_checkout_reference_requires_a_secret(api: Api) -> None:
    api.installation.references = CheckoutReferenceSigner(key="user_id")
    refused = await api.get("/v1/customers/ada/checkout-reference")
    is_problem(refused, 409, "checkout-reference-not-configured")


@pytest.mark.parametrize("customer_id", ["a@b.example", "a|b", "a+b", "~a", "urn:x:1", "x" * 200])
async def test_every_valid_customer_id_can_be_used_in_a_path(api: Api, customer_id: str) -> None:
    path = f"/v1/customers/{quote(customer_id, safe='')}"
    assert (await api.put(path, {})).json()["id"] == customer_id
    assert (await api.get(path)).json()["id"] == customer_id


@pytest.mark.parametrize(
    "customer_id",
    ["me", "%2E%2E", "%2E", "a%20b", "%C3%A9", "x" * 201, "a%2540b", "a%00b", "erased:" + "0" * 32, "erased%3A1"],
)
async def test_invalid_customer_id_is_refused(api: Api, customer_id: str) -> None:
    problem = is_problem(await api.put(f"/v1/customers/{customer_id}", {}), 400, "invalid-request")
    assert problem["errors"][0]["field"] == "customer_id"


async def test_erased_customer_is_not_found_and_cannot_be_registered_again(api: Api) -> None:
    await api.put(f"/v1/customers/{ADA}", {"email": "ada@example.com"})
    await api.installation.use_cases().erase_customer(ADA)
    is_problem(await api.get(f"/v1/customers/{ADA}"), 404, "customer-not-found")
    is_problem(await api.put(f"/v1/customers/{ADA}", {"name": "Ada"}), 409, "customer-erased")
    is_problem(await api.get("/v1/customers/me", credential=token_of()), 404, "customer-not-found")
