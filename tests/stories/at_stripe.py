"""Stripe's hosted pages as a customer uses them, and Stripe's records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime

from playwright.async_api import Page, expect

from payment_sandbox.records import Document, Records
from portal_demo.host.offers import OFFERS
from stories.catalogue import CATALOGUE
from stories.holding import Bought, Holding, Subscribed


class Stripe:
    """A deep link returns automatically when the task is done."""

    name = "stripe"
    called = "Stripe"
    begins_anew = True
    works = "Visa 4242, always works"
    fails_at_renewal = "Visa 0341, declined at renewal"
    plans: Mapping[str, str] = {key: offer.stripe_price for key, offer in OFFERS.items()}
    names: Mapping[str, str] = {
        "basic_monthly": "Basic",
        "basic_yearly": "Basic",
        "pro_monthly": "Pro",
        "pro_yearly": "Pro",
        "lifetime": "Lifetime licence",
    }

    async def changes_plan(self, page: Page, plan: str) -> None:
        await page.get_by_label(f"{self.names[plan]}, {CATALOGUE[plan].price}").check()
        await page.get_by_role("button", name="Continue").click()
        await page.get_by_role("button", name="Confirm").click()
        await self._is_back(page)

    async def cancels(self, page: Page) -> None:
        await page.get_by_role("button", name="Cancel plan").click()
        await self._is_back(page)

    async def undoes_cancelling(self, page: Page) -> None:
        await page.get_by_role("link", name="Renew plan").click()
        await page.get_by_role("button", name="Renew plan").click()
        await expect(page.get_by_text("Your plan has been renewed.")).to_be_visible()
        await page.get_by_role("link", name="Return to Example Software").click()
        await self._is_back(page)

    async def gives_card(self, page: Page, card: str) -> None:
        await page.get_by_label(card).check()
        await page.get_by_role("button", name="Save card").click()
        await self._is_back(page)

    async def finds_nothing_to_change(self, page: Page, offer: str, email: str) -> None:
        await expect(page.get_by_text("You have no subscription.")).to_be_visible()
        await expect(page.get_by_text("One-time purchases are listed here too. They can't be changed.")).to_be_visible()
        await expect(page.get_by_role("link", name="Update plan")).to_have_count(0)
        await page.get_by_role("link", name="View invoice").click()
        await expect(page.get_by_role("heading", name="Invoice")).to_be_visible()
        await expect(page.get_by_role("row", name="Total").get_by_text(CATALOGUE[offer].price)).to_be_visible()

    def holdings(self, records: Records, email: str) -> list[Holding]:
        [customer] = records.find("customer", "email", email) or [{"id": None}]
        return [*self._subscribed(records, customer["id"]), *self._bought(records, customer["id"])]

    async def _is_back(self, page: Page) -> None:
        await page.get_by_role("button", name="Sign out of Billing").wait_for()

    def _subscribed(self, records: Records, customer: str) -> Iterator[Subscribed]:
        for subscription in records.find("subscription", "customer", customer):
            item = subscription["items"]["data"][0]
            yield _standing(subscription, item, self._plan(item["price"]["id"]), self._next(records, subscription))

    def _bought(self, records: Records, customer: str) -> Iterator[Bought]:
        paid = {"customer": customer, "mode": "payment", "payment_status": "paid"}
        for session in records.oldest("checkout.session", paid):
            order = records.get("checkout.order", session["id"])
            assert order is not None
            yield Bought(offer=self._plan(order["line_items"][0]["price"]["id"]), day=_day(session["created"]))

    def _next(self, records: Records, subscription: Document) -> str | None:
        schedule = records.get("subscription_schedule", subscription["schedule"] or "")
        if schedule is None:
            return None
        later = (each for each in schedule["phases"] if each["start_date"] >= schedule["current_phase"]["end_date"])
        return next((self._plan(each["items"][0]["price"]) for each in later), None)

    def _plan(self, price: str) -> str:
        return next(key for key, each in self.plans.items() if each == price)


def _standing(subscription: Document, item: Document, plan: str, next_plan: str | None) -> Subscribed:
    match subscription["status"]:
        case "canceled":
            return Subscribed(plan=plan, standing="ended", day=_day(subscription["ended_at"]))
        case "past_due":
            return Subscribed(plan=plan, standing="past_due", day=_day(item["current_period_start"]))
        case "active" if subscription["cancel_at"] is not None:
            return Subscribed(plan=plan, standing="ending", day=_day(subscription["cancel_at"]))
        case "active":
            return Subscribed(plan=plan, day=_day(item["current_period_end"]), next_plan=next_plan)
    raise AssertionError(f"no story comes to a subscription that is {subscription['status']}")


def _day(timestamp: int) -> date:
    return datetime.fromtimestamp(timestamp, UTC).date()
