"""Forms that were not sent by the page itself, in the session it was rendered for, have no effect."""

from __future__ import annotations

import logging

import pytest

from billing_page.sold import STRIPE
from integration.http.billing_page.browser import BASE, Browser, browser_in
from integration.http.billing_page.reading import Page

BUTTONS = ("Change plan: Pro", "Open billing portal", "Sign out of Billing")


async def refused(response_of: Browser, page: Page, button: str, **changed: str) -> bool:
    response = await response_of.press(page, button, **changed)
    assert "Nothing" in response.text or "nothing" in response.text
    return response.status_code == 403


@pytest.mark.parametrize(
    "sent_from",
    [
        {"sec-fetch-site": "cross-site", "origin": "https://evil.example"},
        {"sec-fetch-site": "same-site", "origin": "http://evil.localhost:8000"},
        {"sec-fetch-site": "none"},
        {"sec-fetch-site": ""},
        {"sec-fetch-site": "cross-site", "origin": BASE},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://localhost:8001"},
        {"origin": ""},
        {"origin": "http://[localhost"},
        {},
    ],
)
async def test_form_from_another_origin_is_refused(sent_from: dict[str, str]) -> None:
    browser = await browser_in("active")
    link = await browser.stage.entry()
    at_the_door, page = Page((await browser.get(link)).text), await browser.enter()
    browser.sent_from = sent_from
    assert [await refused(browser, page, button) for button in BUTTONS] == [True] * 3
    assert await refused(browser, at_the_door, "Open billing")
    assert browser.stage.installation.providers[STRIPE].requests == []
    browser.sent_from = {"origin": BASE}
    assert (await browser.press(at_the_door, "Open billing")).status_code == 303


@pytest.mark.parametrize("sent_from", [{"sec-fetch-site": "same-origin"}, {"origin": BASE}])
async def test_form_from_our_own_page_is_accepted(sent_from: dict[str, str]) -> None:
    browser = await browser_in("active")
    page = await browser.enter()
    browser.sent_from = sent_from
    assert (await browser.press(page, "Change plan: Pro")).status_code == 303


async def test_own_origin_behind_a_proxy_is_the_public_url() -> None:
    browser = await browser_in("active", public_url="https://billing.example")
    page = await browser.enter()
    browser.client.headers["host"] = "inside.internal"
    browser.sent_from = {"origin": "https://billing.example"}
    assert (await browser.press(page, "Change plan: Pro")).status_code == 303


async def test_form_of_another_session_is_refused() -> None:
    browser = await browser_in("active")
    earlier, page = await browser.enter(), await browser.enter()
    tokens = {each.buttons()["Change plan: Pro"]["form_token"] for each in (earlier, page)}
    assert len(tokens) == 2
    for button in BUTTONS:
        assert await refused(browser, earlier, button)
        assert await refused(browser, page, button, form_token="")
        assert await refused(browser, page, button, form_token="é")
    assert (await browser.press(page, "Change plan: Pro")).status_code == 303


async def test_page_of_an_earlier_session_gets_no_updates_of_a_later_one() -> None:
    browser = await browser_in("active")
    earlier, page = await browser.enter(), await browser.enter()
    told = [
        (await browser.get("/billing/changes", **{"x-form-token": each.all("main")[0].attributes["data-visit"]}))
        for each in (earlier, page)
    ]
    assert [answer.status_code for answer in told] == [403, 200]
    assert "Pro" not in told[0].text


async def test_form_token_is_not_the_session_secret() -> None:
    browser = await browser_in("active")
    page = await browser.enter()
    assert browser.client.cookies["billing"] not in page.html


@pytest.mark.parametrize(
    ("body", "media_type", "status"),
    [
        (b"{}", "application/json", 415),
        (b"", "", 415),
        (b"intent=manage&intent=cancel", "application/x-www-form-urlencoded", 400),
        (b"url=https://evil.example", "application/x-www-form-urlencoded", 400),
        (b"&".join(b"a=b" for _ in range(99)), "application/x-www-form-urlencoded", 400),
        (b"intent=%ff", "application/x-www-form-urlencoded", 400),
        ("intent=é".encode(), "application/x-www-form-urlencoded", 400),
        (b"x" * 70_000, "application/x-www-form-urlencoded", 413),
    ],
)
async def test_invalid_form_is_refused_with_an_error_page(body: bytes, media_type: str, status: int) -> None:
    browser = await browser_in("active")
    await browser.enter()
    headers = {**browser.sent_from, "content-type": media_type}
    response = await browser.client.post("/billing/portal", content=body, headers=headers)
    assert response.status_code == status
    assert Page(response.text).texts("h1") == ["We couldn't process this request"]


@pytest.mark.parametrize(
    "changed",
    [
        {"intent": "steal"},
        {"subscription": "stripe"},
        {"subscription": "Stripe:sub"},
        {"purchase": "stripe:order"},
        {"subscription": "stripe:\x00"},
    ],
)
async def test_invalid_portal_target_is_refused_with_an_error_page(changed: dict[str, str]) -> None:
    browser = await browser_in("active")
    response = await browser.press(await browser.enter(), "Change plan: Pro", **changed)
    assert response.status_code == 400
    assert Page(response.text).texts("h1") == ["We couldn't process this request"]


async def test_subscription_of_another_customer_is_not_found() -> None:
    browser = await browser_in("active")
    response = await browser.press(await browser.enter(), "Change plan: Pro", subscription="stripe:bobs")
    assert response.status_code == 404
    assert Page(response.text).texts("h1") == ["We couldn't find this subscription"]


async def test_secrets_are_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    browser = await browser_in("provider-refuses")
    link = await browser.stage.entry()
    await browser.press(Page((await browser.get(link)).text), "Open billing")
    secrets = [link.rpartition("=")[2], browser.client.cookies["billing"]]
    await browser.get(link)
    await browser.press(Page((await browser.get("/billing")).text), "Open billing portal")
    ours = [str(record.__dict__) for record in caplog.records if not record.name.startswith("http")]
    assert ours
    assert not any(secret in line for secret in secrets for line in ours)
