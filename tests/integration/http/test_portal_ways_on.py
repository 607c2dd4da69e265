"""Links and alternatives in responses to portal requests, and the mark on a page that does less than requested."""

from __future__ import annotations

import pytest

from application.ports.provider.portal import AccountGone
from domain.mirror.snapshot import ObjectKind
from domain.subscription import SubscriptionStatus
from examples import BETA, after, claim, told_payment, told_subscription
from integration.http.api import Api, is_problem

PURCHASE = claim(kind=ObjectKind.ORDER, subject="order")
NAMED = {"provider": "alpha", "id": "sub"}


@pytest.mark.parametrize("intent", ["change_plan", "update_payment_method", "cancel"])
async def test_refusal_for_an_ended_subscription_shows_where_to_buy_again(api: Api, intent: str) -> None:
    await api.hear(told_subscription(status=SubscriptionStatus.ENDED), claims=(claim(),))
    for body in ({"intent": intent}, {"intent": intent, "subscription": NAMED}):
        problem = is_problem(await api.open_portal(body=body), 409, "intent-not-available")
        assert problem["reason"] == "ended"
        assert problem["new_purchase_url"] == "https://app.example/pricing"
        assert problem["support_url"] == "https://app.example/support"


async def test_refusal_for_another_reason_does_not_show_where_to_buy(api: Api) -> None:
    await api.hear(told_subscription(status=SubscriptionStatus.UNPAID), claims=(claim(),))
    assert "new_purchase_url" not in (await api.open_portal(body={"intent": "change_plan"})).json()


async def test_subscriptions_at_other_providers_are_alternatives_to_a_bare_manage(api: Api) -> None:
    later = told_subscription("later", provider=BETA, created_at=after(60))
    there = claim(provider=BETA, subject="later", account="there", subject_created_at=after(60))
    await api.hear(told_payment(), later, claims=(PURCHASE, there))
    opened = (await api.open_portal()).json()
    assert opened["provider"] == "alpha"
    assert opened["alternatives"] == [{"provider": "beta", "subscription": "later"}]
    named = (await api.open_portal(body={"subscription": {"provider": "beta", "id": "later"}})).json()
    assert "alternatives" not in named


async def test_customer_of_one_provider_has_no_alternatives(api: Api) -> None:
    await api.hear(told_subscription(), claims=(claim(),))
    assert "alternatives" not in (await api.open_portal()).json()


async def test_receipt_for_another_intent_than_manage_is_degraded(api: Api) -> None:
    await api.hear(told_payment(), claims=(PURCHASE,))
    api.alpha.opens, api.alpha.receipt_url = AccountGone(), "https://portal.test/receipt"
    opened = (await api.open_portal(body={"intent": "update_payment_method"})).json()
    assert (opened["kind"], opened["effective_intent"], opened["degraded"]) == ("receipt", "manage", True)
    assert (await api.open_portal()).json()["degraded"] is False


@pytest.mark.parametrize(
    "locale", ["de", "pt-BR", "zh-Hant-TW", "es-419", "sl-rozaj-biske", "de-DE-u-co-phonebk", "en-x-us"]
)
async def test_language_is_passed_to_the_provider(api: Api, locale: str) -> None:
    await api.hear(told_subscription(), claims=(claim(),))
    assert (await api.open_portal(body={"locale": locale})).status_code == 201
    assert [request.locale for request in api.alpha.requests] == [locale]


@pytest.mark.parametrize(
    "locale", ["", "d", "de_DE", "de-", "-de", "de-DE-", "de DE", "d\u00e9", "de\n", "x" * 65, "auto-"]
)
async def test_invalid_language_tag_is_refused(api: Api, locale: str) -> None:
    await api.hear(told_subscription(), claims=(claim(),))
    problem = is_problem(await api.open_portal(body={"locale": locale}), 400, "invalid-request")
    message = "must be a BCP 47 language tag, such as `de` or `pt-BR`"
    assert problem["errors"] == [{"field": "locale", "message": message}]
    assert api.alpha.requests == []


async def test_named_configuration_is_used_and_an_unknown_one_refused(api: Api) -> None:
    await api.hear(told_subscription(), claims=(claim(),))
    refused = is_problem(await api.open_portal(body={"configuration": "team"}), 400, "invalid-request")
    none_set = "must be omitted: no portal configurations are set up"
    assert refused["errors"] == [{"field": "configuration", "message": none_set}]
    api.alpha.configurations = frozenset({"team", "solo"})
    await api.open_portal(body={"configuration": "team"})
    assert [request.configuration for request in api.alpha.requests] == ["team"]
    refused = is_problem(await api.open_portal(body={"configuration": "other"}), 400, "invalid-request")
    assert refused["errors"] == [{"field": "configuration", "message": "must be one of `solo`, `team`"}]
