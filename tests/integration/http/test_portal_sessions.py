"""Responses of `POST /v1/customers/{customer_id}/portal-sessions`."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest

from application.ports.errors import ProviderRefused, ProviderUnavailable
from application.ports.provider.portal import AccountGone, NoHostedPortal
from domain.intent import Intent, PortalRestriction
from domain.mirror.snapshot import ObjectKind
from domain.ownership.claim import Trust
from domain.subscription import SubscriptionStatus
from examples import ALPHA, BOB, claim, told_account, told_payment, told_subscription
from integration.http.api import Api, is_problem

PURCHASE = claim(kind=ObjectKind.ORDER, subject="order")
NAMED = {"provider": "alpha", "id": "sub"}


async def subscribed(api: Api, **facts: Any) -> None:
    await api.hear(told_subscription(**facts), claims=(claim(),))


async def test_portal_session_has_exactly_the_documented_fields(api: Api) -> None:
    await subscribed(api)
    response = await api.open_portal(body={"intent": "change_plan", "subscription": NAMED})
    assert response.status_code == 201
    assert response.json() == {
        "url": "https://portal.test/session/secret",
        "provider": "alpha",
        "kind": "portal",
        "intent": "change_plan",
        "effective_intent": "change_plan",
        "returns": True,
        "expires_at": None,
        "degraded": False,
    }


async def test_empty_body_opens_a_bare_manage(api: Api) -> None:
    await subscribed(api)
    response = await api.call("POST", "/v1/customers/ada/portal-sessions")
    assert response.json()["intent"] == "manage"
    assert api.alpha.requests[0].intent is Intent.MANAGE


async def test_portal_returns_to_the_default_or_an_allowed_url(api: Api) -> None:
    await subscribed(api)
    await api.open_portal()
    await api.open_portal(body={"return_url": "https://shop.example:8443/account?tab=1"})
    assert [request.return_url for request in api.alpha.requests] == [
        "https://app.example/account",
        "https://shop.example:8443/account?tab=1",
    ]


async def test_login_page_is_opened_while_the_providers_api_is_down(api: Api) -> None:
    await subscribed(api)
    api.alpha.fails = ProviderUnavailable(ALPHA, "no answer")
    api.alpha.login = "https://portal.test/login"
    body = (await api.open_portal()).json()
    assert (body["kind"], body["url"], body["degraded"]) == ("portal_login", "https://portal.test/login", True)
    assert body["effective_intent"] == "manage"


async def test_guest_purchase_opens_its_receipt(api: Api) -> None:
    await api.hear(told_payment(account=None), claims=(claim(kind=ObjectKind.ORDER, subject="order", account=None),))
    api.alpha.receipt_url = "https://portal.test/receipt"
    body = (await api.open_portal(body={"purchase": {"provider": "alpha", "id": "order"}})).json()
    assert (body["kind"], body["url"], body["returns"]) == ("receipt", "https://portal.test/receipt", False)


async def test_one_off_purchase_has_no_plan_to_change(api: Api) -> None:
    await api.hear(told_payment(), claims=(PURCHASE,))
    shown = (await api.get("/v1/customers/ada/billing")).json()["purchases"]
    for body in (
        {"intent": "change_plan"},
        {"intent": "cancel"},
        {"intent": "update_payment_method", "purchase": {"provider": "alpha", "id": "order"}},
    ):
        problem = is_problem(await api.open_portal(body=body), 409, "plan-change-not-supported")
        assert problem["purchases"] == shown
        assert problem["new_purchase_url"] == "https://app.example/pricing"


async def test_ambiguous_intent_requires_a_subscription(api: Api) -> None:
    await api.hear(told_subscription(), told_subscription("sub2"), claims=(claim(), claim(subject="sub2")))
    shown = (await api.get("/v1/customers/ada/billing")).json()["subscriptions"]
    problem = is_problem(await api.open_portal(body={"intent": "cancel"}), 409, "subscription-required")
    assert problem["subscriptions"] == shown


@pytest.mark.parametrize(
    ("facts", "intent", "reason"),
    [
        ({"status": SubscriptionStatus.ENDED}, "cancel", "ended"),
        ({"plan_restriction": PortalRestriction.METERED}, "change_plan", "metered"),
        ({"plan_restriction": PortalRestriction.SEVERAL_ITEMS}, "change_plan", "several_items"),
        ({"plan_restriction": PortalRestriction.SEND_INVOICE}, "change_plan", "send_invoice"),
        ({"status": SubscriptionStatus.UNPAID}, "change_plan", "status"),
    ],
)
async def test_intent_that_the_portal_cannot_perform_is_refused_with_the_reason(
    api: Api, facts: dict[str, Any], intent: str, reason: str
) -> None:
    await subscribed(api, **facts)
    problem = is_problem(await api.open_portal(body={"intent": intent}), 409, "intent-not-available")
    assert problem["reason"] == reason
    assert problem["support_url"] == "https://app.example/support"


async def test_customer_without_purchases_is_shown_where_to_buy(api: Api) -> None:
    await api.put("/v1/customers/ada", {})
    problem = is_problem(await api.open_portal(), 409, "no-billing-account")
    assert problem["new_purchase_url"] == "https://app.example/pricing"


async def test_purchase_url_is_null_if_not_configured(api: Api) -> None:
    api.with_settings(pricing_url=None)
    await api.put("/v1/customers/ada", {})
    assert is_problem(await api.open_portal(), 409, "no-billing-account")["new_purchase_url"] is None


async def test_deleted_account_shows_the_support_url(api: Api) -> None:
    await api.hear(told_account(deleted=True), told_subscription(), claims=(claim(),))
    problem = is_problem(await api.open_portal(), 409, "billing-account-gone")
    assert problem["support_url"] == "https://app.example/support"


async def test_account_unknown_to_the_provider_is_gone(api: Api) -> None:
    await subscribed(api)
    api.alpha.opens = AccountGone()
    is_problem(await api.open_portal(), 409, "billing-account-gone")


async def test_forged_claim_opens_no_portal(api: Api) -> None:
    await api.hear(told_subscription(), claims=(claim(trust=Trust.UNSIGNED),))
    problem = is_problem(await api.open_portal(), 409, "account-not-verified")
    assert problem["support_url"] == "https://app.example/support"
    api.alpha.login = "https://portal.test/login"
    assert (await api.open_portal()).json()["kind"] == "portal_login"
    assert api.alpha.requests == []


async def test_objects_of_other_customers_are_not_found(api: Api) -> None:
    await subscribed(api)
    await api.hear(told_subscription("bobs"), claims=(claim(BOB, subject="bobs", account="other"),))
    bobs = {"provider": "alpha", "id": "bobs"}
    is_problem(await api.open_portal(body={"subscription": bobs}), 404, "subscription-not-found")
    is_problem(await api.open_portal(body={"purchase": bobs}), 404, "purchase-not-found")
    is_problem(await api.open_portal("nobody"), 404, "customer-not-found")


async def test_unavailable_provider_has_a_retry_after(api: Api) -> None:
    await subscribed(api)
    api.alpha.fails = ProviderUnavailable(ALPHA, "no answer", retry_after=timedelta(seconds=2.5))
    response = await api.open_portal()
    is_problem(response, 503, "provider-unavailable")
    assert response.headers["retry-after"] == "3"
    api.alpha.fails = ProviderUnavailable(ALPHA, "no answer")
    assert int((await api.open_portal()).headers["retry-after"]) > 0


async def test_refusal_by_the_provider_is_logged_with_its_remedy(api: Api, caplog: pytest.LogCaptureFixture) -> None:
    await subscribed(api)
    api.alpha.fails = ProviderRefused(ALPHA, "the API key was revoked", next_step="put in another")
    problem = is_problem(await api.open_portal(), 502, "provider-refused")
    assert "revoked" not in str(problem)
    record = next(record for record in caplog.records if record.levelno == logging.ERROR)
    assert (record.__dict__["reason"], record.__dict__["next_step"]) == ("the API key was revoked", "put in another")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"intent": "steal"}, "intent"),
        ({"intend": "manage"}, "intend"),
        ({"subscription": {"provider": "Alpha", "id": "sub"}}, "subscription.provider"),
        ({"subscription": {"provider": "alpha", "id": ""}}, "subscription.id"),
        ({"subscription": {"provider": "alpha"}}, "subscription.id"),
        ({"subscription": "sub"}, "subscription"),
        ({"purchase": {"provider": "alpha", "id": "x" * 256}}, "purchase.id"),
        ({"subscription": NAMED, "purchase": NAMED}, "purchase"),
        ({"return_url": 1}, "return_url"),
    ],
)
async def test_malformed_portal_request_is_refused_by_field(api: Api, body: dict[str, Any], field: str) -> None:
    problem = is_problem(await api.open_portal(body=body), 400, "invalid-request")
    assert [error["field"] for error in problem["errors"]] == [field]


async def test_limit_is_ten_portals_a_minute_per_customer(api: Api) -> None:
    await subscribed(api)
    for _ in range(10):
        assert (await api.open_portal()).status_code == 201
        api.clock.advance(timedelta(seconds=1))
    refused = await api.open_portal()
    is_problem(refused, 429, "rate-limited")
    assert refused.headers["retry-after"] == "50"
    is_problem(await api.open_portal("nobody"), 404, "customer-not-found")
    api.clock.advance(timedelta(seconds=50))
    assert (await api.open_portal()).status_code == 201


async def test_portal_url_is_not_logged(api: Api, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await subscribed(api)
    api.alpha.opens = None
    assert (await api.open_portal()).json()["url"] == "https://portal.test/session/secret"
    api.alpha.opens = NoHostedPortal()
    await api.open_portal()
    assert "portal.test/session" not in caplog.text
