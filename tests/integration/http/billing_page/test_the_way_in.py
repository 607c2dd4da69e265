"""Billing sessions: the host signs a customer in, once and for a short time."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from application.customers.register_customer import Registration
from examples import ADA, claim, told_subscription
from integration.http.api import Api, is_problem, token_of
from integration.http.billing_page.browser import browser_in
from integration.http.billing_page.reading import Page

SESSIONS = "/v1/customers/ada/billing-sessions"


@pytest.fixture(autouse=True)
async def _known(api: Api) -> None:
    await api.installation.use_cases().register_customer(Registration(customer_id=ADA))


async def test_response_has_exactly_the_documented_fields(api: Api) -> None:
    response = await api.call("POST", SESSIONS, json={"return_url": "https://shop.example:8443/me"})
    assert response.status_code == 201
    body = response.json()
    assert body.keys() == {"url", "expires_at"}
    assert body["expires_at"] == "2026-01-05T12:05:00Z"
    assert body["url"].startswith("https://billing.example/billing/enter?token=")
    assert response.headers["cache-control"] == "private, no-store"


async def test_browser_can_create_a_session_only_for_its_own_customer(api: Api) -> None:
    assert (await api.call("POST", "/v1/customers/me/billing-sessions", credential=token_of())).status_code == 201
    stranger = token_of("bob")
    is_problem(await api.call("POST", SESSIONS, credential=stranger), 404, "customer-not-found")
    mine = await api.call("POST", "/v1/customers/me/billing-sessions", credential=stranger)
    assert mine.status_code == 201


async def test_session_for_an_unknown_customer_is_not_found(api: Api) -> None:
    is_problem(await api.call("POST", "/v1/customers/nobody/billing-sessions"), 404, "customer-not-found")


@pytest.mark.parametrize("return_url", ["https://evil.example/", "javascript:alert(1)", "//app.example", ""])
async def test_return_url_follows_the_rules_of_portal_sessions(api: Api, return_url: str) -> None:
    response = await api.call("POST", SESSIONS, json={"return_url": return_url})
    is_problem(response, 422, "return-url-not-allowed")
    assert (await api.open_portal(body={"return_url": return_url})).json() == response.json()


async def test_unknown_fields_are_refused(api: Api) -> None:
    is_problem(await api.call("POST", SESSIONS, json={"returnUrl": "https://app.example"}), 400, "invalid-request")


@pytest.mark.parametrize("base", ["http://localhost:8000", "http://127.0.0.1", "https://portal.test"])
async def test_link_uses_the_request_host_if_it_is_safe_and_no_public_url_is_set(api: Api, base: str) -> None:
    api.with_settings(public_url=None)
    response = await api.call("POST", base + SESSIONS)
    assert response.json()["url"].startswith(f"{base}/billing/enter?token=")


@pytest.mark.parametrize("host", ["portal.test", "localhost.evil.example", "portal.test:80@localhost", ""])
async def test_link_without_tls_is_refused(api: Api, host: str) -> None:
    api.with_settings(public_url=None)
    response = await api.call("POST", SESSIONS, headers={"host": host})
    is_problem(response, 409, "public-url-not-configured")
    api.with_settings(public_url="http://portal.example")
    del api.__dict__["app"], api.__dict__["client"]
    is_problem(await api.call("POST", SESSIONS), 409, "public-url-not-configured")


async def test_limit_is_thirty_sessions_a_minute(api: Api) -> None:
    for _ in range(30):
        assert (await api.call("POST", SESSIONS)).status_code == 201
    is_problem(await api.call("POST", SESSIONS), 429, "rate-limited")


async def test_link_opens_the_page(api: Api) -> None:
    await api.hear(told_subscription(), claims=(claim(),))
    link = urlsplit((await api.call("POST", SESSIONS)).json()["url"])
    looked = Page((await api.get(f"{link.path}?{link.query}", credential=None)).text)
    assert looked.buttons() == {"Open billing": {"": "/billing/enter", "token": parse_qs(link.query)["token"][0]}}
    assert "This link opens billing for ada." in looked.texts("p")


async def test_link_page_identifies_the_customer_by_more_than_a_name(api: Api) -> None:
    name = "Vera (vera@b.example)\N{RIGHT-TO-LEFT OVERRIDE}"
    await api.put("/v1/customers/ada", {"name": name, "email": "ada@b.example"})
    link = urlsplit((await api.call("POST", SESSIONS)).json()["url"])
    looked = (await api.get(f"{link.path}?{link.query}", credential=None)).text
    assert "This link opens billing for <bdi>Vera (vera@b.example)</bdi>." in looked
    assert "E-mail address: <bdi>ada@b.example</bdi>" in looked


async def test_viewing_a_link_does_not_use_it_and_signing_in_does() -> None:
    browser = await browser_in("active")
    link = await browser.stage.entry()
    page = [Page((await browser.get(link)).text) for _ in range(3)][-1]
    assert "set-cookie" not in (await browser.get(link)).headers
    assert (await browser.press(page, "Open billing")).status_code == 303
    assert (await browser.get(link)).status_code == 410
    assert (await browser.press(page, "Open billing")).status_code == 410


async def test_expired_link_shows_the_way_back() -> None:
    browser = await browser_in("link")
    link = await browser.stage.entry()
    browser.stage.clock.advance(timedelta(minutes=5))
    response = await browser.get(link)
    assert response.status_code == 410
    (back,) = Page(response.text).all("a")
    assert back.attributes["href"] == "https://app.example/account"


async def test_signed_in_visitor_can_return_from_a_used_link() -> None:
    browser = await browser_in("active")
    link = await browser.stage.entry()
    await browser.press(Page((await browser.get(link)).text), "Open billing")
    links = Page((await browser.get(link)).text).all("a")
    assert [each.attributes["href"] for each in links] == ["/billing", "https://app.example/account"]


async def test_session_expires_after_an_hour_with_an_error_page() -> None:
    browser = await browser_in("active")
    await browser.enter()
    browser.stage.clock.advance(timedelta(hours=1))
    for path in ("/billing", "/billing/changes"):
        response = await browser.get(path)
        assert response.status_code == 401
        assert Page(response.text).texts("h1") == ["You've been signed out of Billing"]


async def test_sign_out_ends_the_session_and_returns_to_the_host() -> None:
    browser = await browser_in("active")
    page = await browser.enter()
    kept = dict(browser.client.cookies)
    left = await browser.press(page, "Sign out of Billing")
    assert (left.status_code, left.headers["location"]) == (303, "https://app.example/account")
    assert "max-age=0" in left.headers["set-cookie"].lower()
    browser.client.cookies.update(kept)
    assert (await browser.get("/billing")).status_code == 401


async def test_sign_out_without_a_return_url_confirms_that_it_is_over() -> None:
    browser = await browser_in("active", return_url=None)
    page = await browser.enter()
    assert page.all("nav") == []
    left = await browser.press(page, "Sign out of Billing")
    assert left.headers["location"] == "/billing"
    assert (await browser.get("/billing")).status_code == 401
