"""Portal sessions: targets, options and refusals."""

from __future__ import annotations

import logging
from typing import Any

import httpx
import pytest

from application.ports.errors import ProviderRefused, ProviderUnavailable
from application.ports.provider.portal import AccountGone, PortalLink, PortalRequest
from domain.intent import Intent
from fakes.stripe_portal import SESSION_URL
from fixtures.stripe.payloads import event, variant
from unit.providers.stripe.connected import Connected, connected
from unit.providers.stripe.reading import ref

RETURN_URL = "https://app.example.com/billing?from=portal&tab=1"
LOGIN_URL = "https://billing.stripe.com/p/login/test_Example"
WHOLE = variant("billing_portal.configuration.with_pauses")
RESTRICTED = variant("billing_portal.configuration.without_plan_changes")
ADA = event("customer.created")["data"]["object"]


def ada(**configured: Any) -> Connected:
    return connected(ADA, WHOLE, RESTRICTED, variant("subscription.renewed"), **configured)


def request(intent: Intent = Intent.MANAGE, **changed: Any) -> PortalRequest:
    named = ref("sub_AdaPro") if intent in (Intent.CHANGE_PLAN, Intent.CANCEL, Intent.PAUSE) else None
    asked = {"subscription": named, "plan_changes": True, "return_url": RETURN_URL}
    return PortalRequest(account=ref("cus_Ada"), intent=intent, **asked | changed)


async def opened(stripe: Connected, asked: PortalRequest) -> PortalLink:
    link = await stripe.provider.portal.open(asked)
    assert isinstance(link, PortalLink)
    return link


@pytest.mark.parametrize(
    ("intent", "flow"),
    [
        (Intent.CHANGE_PLAN, {"type": "subscription_update", "subscription_update": {"subscription": "sub_AdaPro"}}),
        (Intent.CANCEL, {"type": "subscription_cancel", "subscription_cancel": {"subscription": "sub_AdaPro"}}),
        (Intent.PAUSE, {"type": "subscription_pause", "subscription_pause": {"subscription": "sub_AdaPro"}}),
        (Intent.UPDATE_PAYMENT_METHOD, {"type": "payment_method_update"}),
        (Intent.UPDATE_DETAILS, {"type": "customer_update"}),
    ],
)
async def test_intent_opens_a_deep_link_with_a_return_url(intent: Intent, flow: dict[str, Any]) -> None:
    stripe = ada()
    link = await opened(stripe, request(intent))
    back = {"type": "redirect", "redirect": {"return_url": RETURN_URL}}
    assert stripe.last_request == {
        "customer": "cus_Ada",
        "return_url": RETURN_URL,
        "flow_data": flow | {"after_completion": back},
        "expand": ["configuration"],
    }
    assert link == PortalLink(url=SESSION_URL, effective_intent=intent, returns=True)


async def test_portal_without_a_return_url_has_no_redirect() -> None:
    stripe = ada()
    await opened(stripe, request(Intent.CANCEL, return_url=None))
    assert "return_url" not in stripe.last_request
    assert "after_completion" not in stripe.last_request["flow_data"]


async def test_manage_opens_the_front_page() -> None:
    stripe = ada()
    link = await opened(stripe, request())
    assert "flow_data" not in stripe.last_request
    assert (link.effective_intent, link.degraded) == (Intent.MANAGE, False)


@pytest.mark.parametrize(
    ("plan_changes", "configured", "used"),
    [
        (
            True,
            {"portal_configuration": "bpc_Whole", "portal_configuration_no_update": "bpc_NoPlanChanges"},
            "bpc_Whole",
        ),
        (
            False,
            {"portal_configuration": "bpc_Whole", "portal_configuration_no_update": "bpc_NoPlanChanges"},
            "bpc_NoPlanChanges",
        ),
        (False, {"portal_configuration": "bpc_Whole"}, "bpc_Whole"),
        (True, {"portal_configuration_no_update": "bpc_NoPlanChanges"}, None),
        (False, {}, None),
    ],
)
async def test_customer_without_a_changeable_plan_gets_the_restricted_configuration(
    plan_changes: bool,  # noqa: FBT001  # a parameter of the example
    configured: dict[str, str],
    used: str | None,
) -> None:
    stripe = ada(**configured)
    await opened(stripe, request(plan_changes=plan_changes))
    assert stripe.last_request.get("configuration") == used


async def test_refused_deep_link_falls_back_to_the_front_page_as_degraded(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    stripe = ada(portal_configuration="bpc_NoPlanChanges")
    link = await opened(stripe, request(Intent.CHANGE_PLAN))
    assert (link.effective_intent, link.degraded, link.returns) == (Intent.MANAGE, True, True)
    assert "flow_data" not in stripe.last_request
    (record,) = caplog.records
    assert "feature_disabled" in record.__dict__["reason"]
    assert "app.example.com" not in str(record.__dict__)


async def test_unknown_subscription_falls_back_to_the_front_page() -> None:
    link = await opened(ada(), request(Intent.CANCEL, subscription=ref("sub_Gone")))
    assert (link.effective_intent, link.degraded) == (Intent.MANAGE, True)


@pytest.mark.parametrize("intent", list(Intent))
async def test_customer_unknown_to_stripe_is_gone(intent: Intent) -> None:
    assert await connected(WHOLE).provider.portal.open(request(intent)) == AccountGone()


@pytest.mark.parametrize("held", [[ADA], [ADA, RESTRICTED]])
async def test_missing_configuration_is_reported_with_a_remedy(held: list[dict[str, Any]]) -> None:
    with pytest.raises(ProviderRefused) as refused:
        await connected(*held).provider.portal.open(request())
    assert "save a customer portal configuration" in refused.value.next_step
    with pytest.raises(ProviderRefused) as unknown:
        await connected(*held, portal_configuration="bpc_Typo").provider.portal.open(request())
    assert "configuration" in unknown.value.reason
    assert "set the id" in unknown.value.next_step


async def test_configured_login_page_needs_no_call() -> None:
    stripe = ada(portal_login_url="https://billing.example.com/login")
    assert await stripe.provider.portal.login_page() == "https://billing.example.com/login"
    assert stripe.api.calls == []


async def test_login_page_is_fetched_once() -> None:
    stripe = ada()
    assert [await stripe.provider.portal.login_page() for _ in range(2)] == [LOGIN_URL] * 2
    assert len(stripe.api.calls) == 1


async def test_login_page_is_learned_from_a_session_and_available_during_an_outage() -> None:
    stripe = ada()
    await opened(stripe, request())
    stripe.api.misbehaviour = lambda _: httpx.Response(503)
    with pytest.raises(ProviderUnavailable):
        await stripe.provider.portal.open(request())
    assert await stripe.provider.portal.login_page() == LOGIN_URL


async def test_disabled_login_page_is_absent() -> None:
    off = WHOLE | {"login_page": {"enabled": False, "url": LOGIN_URL}}
    assert await connected(ADA, off).provider.portal.login_page() is None
    assert await connected(ADA).provider.portal.login_page() is None


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "http://billing.stripe.com/p", "https://user@billing.stripe.com/"]
)
async def test_unsafe_portal_url_is_refused(url: str) -> None:
    stripe = ada()
    odd = variant("billing_portal.session.home") | {"url": url, "configuration": WHOLE["id"]}
    stripe.api.misbehaviour = lambda _: stripe.api.told(odd)
    with pytest.raises(ProviderUnavailable) as failure:
        await stripe.provider.portal.open(request())
    assert url not in str(failure.value)
