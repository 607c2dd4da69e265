"""The page itself: headers, updates and buttons."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta

import pytest

from application.ports.errors import ProviderUnavailable
from billing_page.sold import LEMONSQUEEZY, STRIPE, subscribed
from domain.intent import Intent
from domain.provider import ProviderName
from entrypoints.http.billing_page.assets import SCRIPT, STYLE, Asset
from examples import MONTH, NOON, pushed, ref
from integration.http.billing_page.browser import Browser, browser_in
from integration.http.billing_page.reading import Page


def policy(headers: Mapping[str, str]) -> dict[str, str]:
    csp = headers["content-security-policy"]
    return {name: rest for name, _, rest in (part.strip().partition(" ") for part in csp.split(";"))}


async def every_answer(browser: Browser) -> list[str]:
    return ["/billing", "/billing/changes", await browser.stage.entry(), "/billing/nothing", "/billing/portal"]


@pytest.mark.parametrize("name", ["active", "signed-out"])
async def test_responses_are_never_cached(name: str) -> None:
    browser = await browser_in(name)
    await browser.arrive()
    for path in await every_answer(browser):
        assert (await browser.get(path)).headers["cache-control"] == "private, no-store"


async def test_content_security_policy_allows_only_our_own_resources() -> None:
    browser = await browser_in("active")
    await browser.arrive()
    for path in ("/billing", await browser.stage.entry(), "/billing/nothing"):
        headers = (await browser.get(path)).headers
        told = policy(headers)
        assert told["default-src"] == told["base-uri"] == told["frame-ancestors"] == "'none'"
        assert told["script-src"] == told["style-src"] == told["connect-src"] == "'self'"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "strict-origin"
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("public_url", "sources"),
    [
        ("https://billing.example", "'self' https:"),
        ("http://127.0.0.1:8000", "'self' https: http://localhost:* http://127.0.0.1:*"),
    ],
)
async def test_forms_may_redirect_to_portals_over_https_only(public_url: str, sources: str) -> None:
    browser = await browser_in("link", public_url=public_url)
    assert policy((await browser.arrive()).headers)["form-action"] == sources


@pytest.mark.parametrize(
    ("ancestors", "option"), [(("'self'",), "SAMEORIGIN"), (("'self'", "https://app.example"), None)]
)
async def test_framing_is_controlled_by_the_host(ancestors: tuple[str, ...], option: str | None) -> None:
    headers = (await (await browser_in("link", frame_ancestors=ancestors)).arrive()).headers
    assert policy(headers)["frame-ancestors"] == " ".join(ancestors)
    assert headers.get("x-frame-options") == option


async def test_cookie_over_tls_cannot_be_set_by_another_host() -> None:
    browser = await browser_in("active", public_url="https://billing.example")
    link = await browser.stage.entry()
    entered = await browser.press(Page((await browser.get(link)).text), "Open billing")
    cookie = entered.headers["set-cookie"]
    assert re.match(r"__Host-billing=[\w-]{43}; ", cookie)
    assert {"HttpOnly", "Secure", "SameSite=lax", "Path=/", "Max-Age=3600"} == set(cookie.split("; ")[1:])


async def test_cookie_on_loopback_has_a_plain_name() -> None:
    browser = await browser_in("active")
    link = await browser.stage.entry()
    entered = await browser.press(Page((await browser.get(link)).text), "Open billing")
    assert re.match(r"billing=[\w-]{43}; ", entered.headers["set-cookie"])
    assert "Secure" not in entered.headers["set-cookie"]


async def test_paths_stay_below_the_base_path() -> None:
    browser = await browser_in("active", public_url="https://app.example/pay")
    page = Page((await browser.client.get("https://app.example" + await browser.stage.entry())).text)
    (button,) = page.buttons().values()
    assert button[""] == "/pay/billing/enter"
    assert page.all("link")[1].attributes["href"] == f"/pay/assets/{STYLE.name}"
    entered = await browser.client.post(
        "https://app.example/billing/enter", data={"token": button["token"]}, headers=browser.sent_from
    )
    assert entered.headers["location"] == "/pay/billing"


@pytest.mark.parametrize("asset", [STYLE, SCRIPT])
async def test_style_and_script_are_cached_forever(asset: Asset) -> None:
    browser = await browser_in("link")
    response = await browser.get(f"/assets/{asset.name}")
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert response.headers["content-type"].startswith(("text/css", "text/javascript"))
    assert (await browser.get("/assets/billing.css")).status_code == 404


async def test_unchanged_page_is_not_sent_again() -> None:
    browser = await browser_in("active")
    page = await browser.enter()
    (main,) = page.all("main")
    version = main.attributes["data-version"]
    same = await browser.get(main.attributes["data-changes"], **{"if-none-match": version})
    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", version)
    await browser.stage.installation.hear(subscribed(cancels_at=NOON + MONTH, timestamp=pushed(60)))
    changed = await browser.get("/billing/changes", **{"if-none-match": version})
    assert changed.status_code == 200
    assert changed.headers["etag"] != version
    part = Page(changed.text)
    assert part.all("html", "body", "main", "script") == []
    assert "Cancelled" in part.texts("p")
    assert (
        Page((await browser.get("/billing")).text).all("main")[0].attributes["data-version"] == changed.headers["etag"]
    )


async def test_page_changes_when_a_subscription_ends_by_time() -> None:
    browser = await browser_in("cancelled-but-running")
    browser.stage.clock.advance(MONTH - timedelta(minutes=30))
    version = (await browser.enter()).all("main")[0].attributes["data-version"]
    assert (await browser.get("/billing/changes", **{"if-none-match": version})).status_code == 304
    browser.stage.clock.advance(timedelta(minutes=30))
    changed = await browser.get("/billing/changes", **{"if-none-match": version})
    assert "Ended" in Page(changed.text).texts("p")


async def test_customer_with_ended_subscriptions_is_shown_where_to_buy_again() -> None:
    page = await (await browser_in("ended")).enter()
    assert "https://app.example/pricing" in [a.attributes["href"] for a in page.all("a")]
    without = await (await browser_in("ended", pricing_url=None)).enter()
    assert not [text for text in without.texts("p") if "anew" in text]


@pytest.mark.parametrize(
    ("button", "provider", "intent", "subscription"),
    [
        ("Change plan: Team", STRIPE, Intent.CHANGE_PLAN, "sub"),
        ("Cancel subscription: Team", STRIPE, Intent.CANCEL, "sub"),
        ("Update payment method: Pro", LEMONSQUEEZY, Intent.UPDATE_PAYMENT_METHOD, "sub_ls"),
        ("Invoices: Team", STRIPE, Intent.MANAGE, "sub"),
        ("Open billing portal", STRIPE, Intent.MANAGE, None),
        ("Receipt: Lifetime licence", STRIPE, Intent.MANAGE, None),
    ],
)
async def test_each_button_opens_its_portal_and_returns_to_the_page(
    button: str, provider: ProviderName, intent: Intent, subscription: str | None
) -> None:
    browser = await browser_in("a-long-history")
    response = await browser.press(await browser.enter(), button)
    assert (response.status_code, response.headers["location"]) == (303, "https://portal.test/session/secret")
    assert response.headers["referrer-policy"] == "no-referrer"
    assert response.text == ""
    (request,) = browser.stage.installation.providers[provider].requests
    assert request.intent is intent
    assert request.subscription == (ref(subscription, provider) if subscription else None)
    assert request.return_url == "http://localhost:8000/billing"


async def test_page_and_host_share_the_limit_of_ten_portals_a_minute() -> None:
    browser = await browser_in("too-often")
    page = await browser.enter()
    for _ in range(10):
        assert (await browser.press(page, "Open billing portal")).status_code == 303
    refused = await browser.press(page, "Open billing portal")
    assert refused.status_code == 429
    assert refused.headers["retry-after"] == "60"
    assert Page(refused.text).texts("h1") == ["Too many requests"]
    browser.stage.clock.advance(timedelta(minutes=1))
    assert (await browser.press(page, "Open billing portal")).status_code == 303


async def test_login_page_is_opened_while_the_provider_is_unavailable() -> None:
    browser = await browser_in("active")
    stripe = browser.stage.installation.providers[STRIPE]
    stripe.fails, stripe.login = ProviderUnavailable(STRIPE, "no answer"), "https://portal.test/login"
    response = await browser.press(await browser.enter(), "Change plan: Pro")
    assert (response.status_code, response.headers["location"]) == (303, "https://portal.test/login")


@pytest.mark.parametrize("path", ["/billing/portal", "/billing/leave"])
async def test_reload_after_a_form_redirects_to_the_page(path: str) -> None:
    response = await (await browser_in("active")).get(path)
    assert (response.status_code, response.headers["location"]) == (303, "/billing")
