"""Every state has a complete page: well-formed HTML, landmarks, headings in order, next steps."""

from __future__ import annotations

import itertools
import re

import pytest

from billing_page.states import STATES
from entrypoints.http.billing_page.assets import SCRIPT, STYLE
from entrypoints.http.problems import BY_ERROR
from integration.http.billing_page.browser import browser_in
from integration.http.billing_page.reading import LANDMARKS, Page

STATUSES = {problem.slug: problem.status for problem in BY_ERROR.values()}

OF_THE_PAGE = ("Open billing portal", "Update billing details", "Sign out")
"""Buttons that are about no subscription or purchase."""


@pytest.mark.parametrize("name", STATES)
async def test_every_page_is_navigable(name: str) -> None:
    response = await (await browser_in(name)).arrive()
    slug = STATES[name].slug
    assert response.status_code == (STATUSES[slug] if slug else 200)
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    page = Page(response.text)
    assert page.all("html")[0].attributes["lang"] == "en"
    assert len(page.all("h1")) == len(page.all("main")) == len(page.all("title")) == 1
    levels = [int(heading.tag[1]) for heading in page.all("h1", "h2", "h3")]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    ids = [e.attributes["id"] for e in page.elements if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    assert {e.attributes["aria-labelledby"] for e in page.elements if "aria-labelledby" in e.attributes} <= set(ids)
    outside = [e for e in page.all("h1", "h2", "h3", "a", "button") if not LANDMARKS & {i.tag for i in e.inside}]
    assert [e.attributes.get("class") for e in outside] in ([], ["skip"])
    assert all(e.text for e in page.all("h1", "h2", "h3", "a", "button", "title"))
    assert page.all("a", "button"), "a dead end"


@pytest.mark.parametrize("name", STATES)
async def test_page_loads_no_foreign_resources_and_has_no_inline_code(name: str) -> None:
    page = Page((await (await browser_in(name)).arrive()).text)
    assert {e.attributes["src"] for e in page.all("script", "img", "iframe")} <= {f"/assets/{SCRIPT.name}"}
    assert {e.attributes["href"] for e in page.all("link")} == {f"/assets/{STYLE.name}", "data:,"}
    assert page.texts("script") in ([], [""])
    assert page.all("style", "base") == []
    assert not any(name.startswith("on") or name == "style" for e in page.elements for name in e.attributes)
    assert all(a.attributes["rel"] == "noreferrer" for a in page.all("a") if "://" in a.attributes["href"])


async def test_page_announces_changes_and_states_to_screen_readers() -> None:
    page = await (await browser_in("a-long-history")).enter()
    (news,) = [e for e in page.elements if e.attributes.get("role") == "status"]
    assert (news.text, news.inside[-1].tag) == ("", "body")
    said = [e.attributes["data-said"] for e in page.all("article")]
    assert said[0] == "Team: Active. Renews on February 4, 2026."
    assert all(re.fullmatch(r".+: .+", button) for button in page.buttons() if not button.startswith(OF_THE_PAGE))


async def test_names_are_escaped() -> None:
    browser = await browser_in("a-long-history")
    nasty = "<script>alert('&')</script>"
    await browser.stage.register(name=nasty)
    page = await browser.enter()
    assert f"For {nasty}" in page.texts("p")
    assert nasty not in page.html


async def test_amounts_and_dates_follow_the_browsers_language() -> None:
    browser = await browser_in("active")
    await browser.enter()
    response = await browser.get("/billing", **{"accept-language": "de-DE,de;q=0.9"})
    assert "Renews on 4. Februar 2026." in response.text
    assert "19,00\N{NO-BREAK SPACE}$ per month" in response.text
