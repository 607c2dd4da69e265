"""Portal URLs: which are handed out, and which never are."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.urls import SafeUrls, expires_at
from application.ports.provider.portal import AccountGone, NoHostedPortal, PortalLink, PortalRequest
from contracts.providers.lemonsqueezy_under_test import LemonSqueezyUnderTest
from domain.intent import Intent
from fakes.lemonsqueezy_api import signed_anew
from fixtures.lemonsqueezy.payloads import changed, variant
from unit.providers.lemonsqueezy.reading import ref

SUBSCRIPTION_URLS = variant("subscriptions.active")["attributes"]["urls"]


@pytest.fixture
def lemonsqueezy() -> LemonSqueezyUnderTest:
    connected = LemonSqueezyUnderTest()
    connected.api.hold(variant("customers.subscriber"), variant("subscriptions.active"))
    return connected


async def opened(connected: LemonSqueezyUnderTest, intent: Intent, subscription: str | None = "501") -> Any:
    request = PortalRequest(
        account=ref("7001"),
        intent=intent,
        subscription=ref(subscription) if subscription else None,
        plan_changes=True,
        return_url="https://app.example.com",
    )
    return await connected.provider.portal.open(request)


@pytest.mark.parametrize(
    ("intent", "page"),
    [
        (Intent.MANAGE, "customer_portal"),
        (Intent.CANCEL, "customer_portal"),
        (Intent.CHANGE_PLAN, "customer_portal_update_subscription"),
        (Intent.UPDATE_PAYMENT_METHOD, "update_payment_method"),
    ],
)
async def test_every_intent_opens_its_freshly_signed_page(
    lemonsqueezy: LemonSqueezyUnderTest, intent: Intent, page: str
) -> None:
    link = await opened(lemonsqueezy, intent)
    assert link.url == signed_anew(SUBSCRIPTION_URLS[page]) != SUBSCRIPTION_URLS[page]
    assert link.expires_at == datetime(2026, 11, 15, 16, tzinfo=UTC)
    assert (link.returns, link.degraded) == (False, False)
    assert link.effective_intent is (Intent.MANAGE if intent is Intent.CANCEL else intent)


async def test_subscription_that_now_belongs_to_another_customer_is_not_opened(
    lemonsqueezy: LemonSqueezyUnderTest,
) -> None:
    others = {"customer_portal": "https://harbour.lemonsqueezy.com/billing?user=9"}
    lemonsqueezy.api.hold(changed("subscriptions.active", customer_id=7009, urls=others))
    for intent in Intent:
        link = await opened(lemonsqueezy, intent)
        assert link.url == lemonsqueezy.secrets[-1]
        assert link.effective_intent is Intent.MANAGE


@pytest.mark.parametrize("attributes", [{"store_id": 4101}, {"test_mode": False}])
async def test_customer_of_another_store_or_mode_is_gone(
    lemonsqueezy: LemonSqueezyUnderTest, attributes: dict[str, Any]
) -> None:
    lemonsqueezy.api.hold(changed("customers.subscriber", **attributes))
    assert await opened(lemonsqueezy, Intent.MANAGE, None) == AccountGone()
    lemonsqueezy.api.hold(changed("subscriptions.active", **attributes))
    assert await opened(lemonsqueezy, Intent.MANAGE) == AccountGone()


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "http://harbour.lemonsqueezy.com/billing",
        "http://127.0.0.1/billing",
        "javascript:alert(1)",
        "data:text/html,x",
        "//harbour.lemonsqueezy.com",
        "https://",
        "https://harbour.lemonsqueezy.com@elsewhere.example/",
        "https://harbour.lemonsqueezy.com\\@elsewhere.example",
        "https://elsewhere.example/ x",
        "https://elsewhere.example/\n",
        "https://élsewhere.example/",
        "https://elsewhere.example:port/",
        "https://elsewhere.example/" + "x" * 5000,
    ],
)
async def test_url_that_is_not_https_is_never_opened(lemonsqueezy: LemonSqueezyUnderTest, url: str | None) -> None:
    every_page = dict.fromkeys(SUBSCRIPTION_URLS, url)
    lemonsqueezy.api.hold(changed("subscriptions.active", urls=every_page))
    link = await opened(lemonsqueezy, Intent.UPDATE_PAYMENT_METHOD)
    assert (link.url, link.effective_intent, link.degraded) == (lemonsqueezy.secrets[-1], Intent.MANAGE, True)
    lemonsqueezy.api.hold(changed("customers.subscriber", urls={"customer_portal": url}))
    assert await opened(lemonsqueezy, Intent.MANAGE) == NoHostedPortal()


def test_plain_http_is_allowed_only_on_loopback_with_a_local_api() -> None:
    for url in ("http://127.0.0.1:8799/billing", "http://localhost/billing", "http://[::1]:80/billing"):
        assert SafeUrls(loopback=True).allowed(url) == url
        assert SafeUrls(loopback=False).allowed(url) is None
    assert SafeUrls(loopback=True).allowed("http://127.0.0.1.elsewhere.example/") is None
    assert SafeUrls(loopback=True).allowed("ftp://127.0.0.1/") is None


@pytest.mark.parametrize("expires", ["", "soon", "-1", "999999999999", "\u0661", "1e9"])
def test_url_without_a_valid_expiry_has_no_known_end(expires: str) -> None:
    assert expires_at(f"https://harbour.lemonsqueezy.com/billing?expires={expires}") is None
    assert expires_at("https://harbour.lemonsqueezy.com/billing") is None


async def test_login_page_is_configured_or_taken_from_the_store() -> None:
    configured = LemonSqueezyUnderTest(store_url="https://shop.harbour.example/")
    assert await configured.provider.portal.login_page() == "https://shop.harbour.example/billing"
    assert configured.api.calls == []
    asking = LemonSqueezyUnderTest()
    for _ in range(2):
        assert await asking.provider.portal.login_page() == "https://harbour.lemonsqueezy.com/billing"
    assert asking.api.calls == ["/v1/stores/4100"]
    insecure = LemonSqueezyUnderTest(store_url="http://shop.harbour.example/")
    assert await insecure.provider.portal.login_page() is None


async def test_portal_url_is_not_in_the_repr(lemonsqueezy: LemonSqueezyUnderTest) -> None:
    link = await opened(lemonsqueezy, Intent.MANAGE)
    assert isinstance(link, PortalLink)
    assert "lemonsqueezy.com" not in repr(link)
