"""Refused requests."""

from __future__ import annotations

import pytest
import stripe

from payment_sandbox.stripe.api.authentication import REVOKED
from payment_sandbox.stripe.api.rate_limit import CALLS_A_SECOND
from payment_sandbox.stripe.objects.event import API_VERSION
from sandbox.stripe.api.calling import KEY, ByHand
from sandbox.stripe.stage import Stage


@pytest.mark.parametrize("key", [None, "", "sk_live_example", "pk_test_example", "nonsense", "sk_test_", "sk_test_é"])
async def test_call_without_a_test_key_is_refused(by_hand: ByHand, key: str | None) -> None:
    headers = {} if key is None else {b"Authorization": f"Bearer {key}".encode()}
    answer = await by_hand.http.get("http://127.0.0.1:7070/stripe/v1/customers", headers=headers)
    assert (answer.status_code, answer.json()["error"]["type"]) == (401, "invalid_request_error")


async def test_refused_key_is_redacted(by_hand: ByHand) -> None:
    _, error = await by_hand.error("GET", "/v1/customers", key="sk_live_0123456789abcdef")
    assert error["message"] == "Invalid API Key provided: sk_live_****cdef"


async def test_revoked_key_is_refused(by_hand: ByHand, client: stripe.StripeClient, stage: Stage) -> None:
    stage.records.put(REVOKED, {"id": KEY})
    with pytest.raises(stripe.AuthenticationError, match="Expired"):
        await client.v1.customers.list_async()


@pytest.mark.parametrize(
    ("call", "form", "param", "code"),
    [
        ("GET /v1/customers?limit=x", "", "limit", "parameter_invalid_integer"),
        ("GET /v1/customers?limit=0", "", "limit", "parameter_invalid_integer"),
        ("GET /v1/customers?limit=101", "", "limit", "parameter_invalid_integer"),
        ("GET /v1/customers?nonsense=1", "", "nonsense", "parameter_unknown"),
        ("GET /v1/customers?created[since]=1", "", "created[since]", "parameter_unknown"),
        ("GET /v1/customers?email=", "", "email", "parameter_invalid_empty"),
        ("GET /v1/subscriptions?status=strange", "", "status", None),
        ("GET /v1/subscription_items", "", "subscription", "parameter_missing"),
        ("GET /v1/subscription_items?subscription=sub_no", "", "subscription", "resource_missing"),
        ("GET /v1/customers?starting_after=cus_no", "", "starting_after", "resource_missing"),
        ("POST /v1/billing_portal/sessions", "", "customer", "parameter_missing"),
        ("POST /v1/billing_portal/sessions", "customer=cus_no", "customer", "resource_missing"),
        ("POST /v1/billing_portal/sessions", "customer=cus_no&return_url=/back", "return_url", "url_invalid"),
        (
            "POST /v1/checkout/sessions",
            "mode=payment&line_items[0][price]=x&success_url=javascript:alert(1)",
            "success_url",
            "url_invalid",
        ),
        (
            "POST /v1/checkout/sessions",
            "mode=payment&line_items[0][prise]=x",
            "line_items[0][prise]",
            "parameter_unknown",
        ),
        (
            "POST /v1/checkout/sessions",
            "mode=payment&line_items[0][quantity]=1",
            "line_items[0][price]",
            "parameter_missing",
        ),
        (
            "POST /v1/checkout/sessions",
            "mode=payment&payment_method_types[0]=card",
            "payment_method_types",
            "parameter_unknown",
        ),
        ("POST /v1/customers", "name[first]=x", "name", None),
        ("POST /v1/customers", "name=x&name=y", "name", None),
        ("POST /v1/customers", "a]b=x", "a]b", None),
        ("POST /v1/customers", "metadata[" + "k" * 41 + "]=x", "metadata", None),
        ("POST /v1/refunds", "charge=ch_no", "charge", "resource_missing"),
        ("POST /v1/webhook_endpoints", "url=nowhere&enabled_events[0]=*", "url", "url_invalid"),
        (
            "POST /v1/webhook_endpoints",
            "url=http://x&enabled_events[0]=*&api_version=2020-08-27",
            "api_version",
            None,
        ),
    ],
)
async def test_invalid_parameter_is_named(by_hand: ByHand, call: str, form: str, param: str, code: str | None) -> None:
    status, error = await by_hand.error(*call.split(), form=form)
    assert (status, error["type"], error.get("param"), error.get("code")) == (400, "invalid_request_error", param, code)


@pytest.mark.parametrize("path", ["/v1/nonsense", "/v1/customers/cus_1/nonsense", "/v1/subscriptions/search"])
async def test_unknown_call_is_not_found(by_hand: ByHand, path: str) -> None:
    assert (await by_hand.ask("DELETE" if "search" in path else "GET", path)).status_code == 404


@pytest.mark.parametrize(
    "path", ["customers", "products", "prices", "checkout/sessions", "subscriptions", "invoices", "charges", "events"]
)
async def test_unknown_object_is_missing(by_hand: ByHand, path: str) -> None:
    status, error = await by_hand.error("GET", f"/v1/{path}/no_such")
    assert (status, error["code"], error["param"]) == (404, "resource_missing", "id")


@pytest.mark.parametrize("form", [b"\xff=1", "a=é".encode(), b"&".join(b"a%d=1" % n for n in range(1001))])
async def test_malformed_form_is_refused(by_hand: ByHand, form: bytes) -> None:
    headers = {"Authorization": f"Bearer {KEY}"}
    answer = await by_hand.http.post("http://127.0.0.1:7070/stripe/v1/customers", content=form, headers=headers)
    assert answer.status_code == 400


async def test_refused_request_changes_nothing(by_hand: ByHand, stage: Stage) -> None:
    await by_hand.error("POST", "/v1/customers", form="email=a@example.com&expand[0]=nonsense")
    assert (stage.records.all("customer"), stage.told()) == ([], [])


async def test_response_has_its_version_and_request_id(by_hand: ByHand) -> None:
    answers = [await by_hand.ask("GET", "/v1/account", Stripe_Version=API_VERSION) for _ in range(2)]
    assert [each.headers["stripe-version"] for each in answers] == [API_VERSION] * 2
    assert len({each.headers["request-id"] for each in answers}) == 2
    assert answers[0].headers["date"] == "Sun, 01 Nov 2026 10:00:00 GMT"


async def test_another_version_is_refused(by_hand: ByHand) -> None:
    status, error = await by_hand.error("GET", "/v1/account", Stripe_Version="2020-08-27")
    assert (status, error["message"].partition(":")[0]) == (400, "Invalid Stripe API version")


async def test_too_many_calls_within_a_second_are_refused(by_hand: ByHand, stage: Stage) -> None:
    statuses = [(await by_hand.ask("GET", "/v1/account")).status_code for _ in range(CALLS_A_SECOND + 1)]
    assert statuses == [200] * CALLS_A_SECOND + [429]
    answer = await by_hand.ask("GET", "/v1/account")
    assert (answer.json()["error"]["code"], answer.headers["stripe-should-retry"]) == ("rate_limit", "false")
    stage.move(seconds=1)
    assert (await by_hand.ask("GET", "/v1/account")).status_code == 200


async def test_official_client_recognizes_a_rate_limit(client: stripe.StripeClient) -> None:
    for _ in range(CALLS_A_SECOND):
        await client.v1.accounts.retrieve_current_async()
    with pytest.raises(stripe.RateLimitError):
        await client.v1.accounts.retrieve_current_async()
