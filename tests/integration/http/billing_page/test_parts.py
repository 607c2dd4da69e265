"""Long lists are split into parts that are linked without any script."""

from __future__ import annotations

from typing import Any

from billing_page.sold import STRIPE
from billing_page.stage import staged
from billing_page.state import State
from domain.mirror.snapshot import ObjectKind, Snapshot
from domain.ownership.claim import Claim
from domain.subscription import SubscriptionStatus
from entrypoints.http.billing_page.view_builder import SHOWN
from examples import after, claim, dollars, pushed, ref, told_item, told_payment, told_plan, told_subscription
from integration.http.billing_page.browser import Browser
from integration.http.billing_page.reading import Page

MANY = SHOWN + 5


async def follow(browser: Browser, page: Page, link: str) -> Page:
    [found] = [each for each in page.all("a") if each.text == link]
    response = await browser.get(found.attributes["href"])
    assert response.status_code == 200
    return Page(response.text)


def names(page: Page) -> list[str]:
    return page.texts("h3")


def links(page: Page) -> list[str]:
    return [text for text in page.texts("a") if text.startswith("Show")]


def purchase(number: int) -> tuple[list[Snapshot], Claim]:
    id_ = f"order_{number:03}"
    order = told_payment(id_, provider=STRIPE, created_at=after(number))
    item = told_item(id_, ref=ref(id_, STRIPE), name=f"Course {number}")
    return [order, item], claim(provider=STRIPE, subject=id_, kind=ObjectKind.ORDER)


def subscription(number: int, **facts: Any) -> tuple[list[Snapshot], Claim]:
    id_ = f"sub_{number:03}"
    plan = told_plan(name=f"Plan {number}")
    told = told_subscription(id_, provider=STRIPE, items=(plan,), created_at=after(number), **facts)
    return [told], claim(provider=STRIPE, subject=id_)


async def enter(*told: tuple[list[Snapshot], Claim]) -> tuple[Browser, Page]:
    heard = tuple(snapshot for snapshots, _ in told for snapshot in snapshots)
    browser = Browser(stage=await staged(State(heard=heard, claims=tuple(said for _, said in told))))
    return browser, await browser.enter()


async def test_newest_purchases_are_shown_first_with_a_link_to_the_others() -> None:
    browser, first = await enter(*(purchase(number) for number in range(MANY)))
    newest_first = [f"Course {number}" for number in reversed(range(MANY))]
    assert (names(first), links(first)) == (newest_first[:SHOWN], ["Show more purchases"])
    rest = await follow(browser, first, "Show more purchases")
    assert (names(rest), links(rest)) == (newest_first[SHOWN:], ["Show the latest"])
    again = await follow(browser, rest, "Show the latest")
    assert names(again) == names(first)


async def test_running_subscriptions_are_shown_before_ended_ones() -> None:
    ended = (subscription(number, status=SubscriptionStatus.ENDED) for number in range(1, MANY))
    browser, first = await enter(subscription(0), *ended)
    in_order = ["Plan 0", *(f"Plan {number}" for number in reversed(range(1, MANY)))]
    assert (names(first), links(first)) == (in_order[:SHOWN], ["Show more subscriptions"])
    rest = await follow(browser, first, "Show more subscriptions")
    assert (names(rest), links(rest)) == (in_order[SHOWN:], ["Show the latest"])


async def test_link_to_more_running_subscriptions_is_below_the_running_ones() -> None:
    browser, first = await enter(purchase(0), *(subscription(number) for number in range(MANY)))
    [more] = [each for each in first.all("a") if each.text == "Show more subscriptions"]
    [section] = [each for each in more.inside if each.tag == "section"]
    assert section.attributes["aria-labelledby"] == "subscriptions"
    rest = await follow(browser, first, "Show more subscriptions")
    assert names(rest) == [*(f"Plan {number}" for number in reversed(range(5))), "Course 0"]


async def test_each_part_follows_its_own_changes() -> None:
    browser, first = await enter(*(purchase(number) for number in range(MANY)))
    rest = await follow(browser, first, "Show more purchases")
    [main] = rest.all("main")
    path, version = main.attributes["data-changes"], main.attributes["data-version"]
    assert (await browser.get(path, **{"if-none-match": version})).status_code == 304
    assert (await browser.get("/billing/changes", **{"if-none-match": version})).status_code == 200
    refunded = told_payment("order_000", provider=STRIPE, refunded=dollars(99), timestamp=pushed(60))
    await browser.stage.installation.hear(refunded)
    changed = await browser.get(path, **{"if-none-match": version})
    assert "Refunded" in Page(changed.text).texts("p")


async def test_short_list_has_no_links() -> None:
    _, page = await enter(*(purchase(number) for number in range(SHOWN)))
    assert (len(names(page)), links(page)) == (SHOWN, [])


async def test_invalid_cursor_has_an_error_page() -> None:
    browser, _ = await enter(purchase(0))
    answered = await browser.get("/billing?purchases=made-up")
    assert answered.status_code == 400
    assert Page(answered.text).texts("h1") == ["We couldn't process this request"]
