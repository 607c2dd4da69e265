"""Lemon Squeezy's hosted pages as a customer uses them, and Lemon Squeezy's records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from playwright.async_api import Page, expect

from payment_sandbox.records import Document, Records
from portal_demo.host.offers import OFFERS
from stories.catalogue import CATALOGUE
from stories.holding import Bought, Holding, Subscribed


class LemonSqueezy:
    """Its pages do not return: the customer opens Billing again afterwards."""

    name = "lemonsqueezy"
    called = "Lemon Squeezy"
    begins_anew = False
    works = "Card that works"
    fails_at_renewal = "Card that is declined at renewal"
    plans: Mapping[str, str] = {key: offer.lemonsqueezy_variant for key, offer in OFFERS.items()}
    names: Mapping[str, str] = {
        "basic_monthly": "Basic (Monthly)",
        "basic_yearly": "Basic (Yearly)",
        "pro_monthly": "Pro (Monthly)",
        "pro_yearly": "Pro (Yearly)",
        "lifetime": "Lifetime",
    }

    async def changes_plan(self, page: Page, plan: str) -> None:
        await page.get_by_label(self.names[plan]).check()
        await page.get_by_role("button", name="Change plan").click()
        await self._is_done(page)

    async def cancels(self, page: Page) -> None:
        await page.get_by_role("link", name="Cancel subscription").click()
        await page.get_by_role("button", name="Cancel subscription").click()
        await self._is_done(page)

    async def undoes_cancelling(self, page: Page) -> None:
        await page.get_by_role("button", name="Resume subscription").click()
        await self._is_done(page)

    async def gives_card(self, page: Page, card: str) -> None:
        await page.get_by_label(card).check()
        await page.get_by_role("button", name="Save card").click()
        await self._is_done(page)

    async def finds_nothing_to_change(self, page: Page, offer: str, email: str) -> None:
        await expect(page.get_by_role("heading", name="Receipt")).to_be_visible()
        await expect(page.get_by_text(CATALOGUE[offer].price).first).to_be_visible()
        await page.goto(f"{page.url.partition('/my-orders')[0]}/billing")
        await page.get_by_label("E-mail address").fill(email)
        await page.get_by_role("button", name="Send sign-in link").click()
        await page.get_by_role("link", name="Sign in to Sandbox").click()
        await expect(page.get_by_text("You have no subscriptions.")).to_be_visible()
        await page.get_by_role("link", name="My orders").click()
        order = page.get_by_role("article").filter(has_text=self.names[offer])
        await expect(order.get_by_text("A one-time purchase. It can't be changed and never expires.")).to_be_visible()
        await expect(order.get_by_role("link")).to_have_text("Receipt")

    def holdings(self, records: Records, email: str) -> list[Holding]:
        subscriptions = records.find("subscriptions", "attributes.user_email", email)
        subscribed = {each["attributes"]["order_id"] for each in subscriptions}
        orders = records.find("orders", "attributes.user_email", email)
        return [
            *(self._subscribed(records, each) for each in subscriptions),
            *self._bought(records, [each for each in orders if int(each["id"]) not in subscribed]),
        ]

    async def _is_done(self, page: Page) -> None:
        await page.get_by_role("status").wait_for()

    def _subscribed(self, records: Records, subscription: Document) -> Subscribed:
        told = subscription["attributes"]
        plan = self._plan(told["variant_id"])
        match told["status"]:
            case "active":
                return Subscribed(plan=plan, day=_day(told["renews_at"]))
            case "cancelled":
                return Subscribed(plan=plan, standing="ending", day=_day(told["ends_at"]))
            case "expired":
                return Subscribed(plan=plan, standing="ended", day=_day(told["ends_at"]))
            case "past_due":
                [owed] = records.oldest("subscription-invoices", _owed(subscription))
                return Subscribed(plan=plan, standing="past_due", day=_day(owed["attributes"]["created_at"]))
        raise AssertionError(f"no story comes to a subscription that is {told['status']}")

    def _bought(self, records: Records, orders: list[Document]) -> Iterator[Bought]:
        for order in orders:
            [item] = records.find("order-items", "attributes.order_id", int(order["id"]))
            yield Bought(
                offer=self._plan(item["attributes"]["variant_id"]), day=_day(order["attributes"]["created_at"])
            )

    def _plan(self, variant: int) -> str:
        return next(key for key, each in self.plans.items() if each == str(variant))


def _owed(subscription: Document) -> dict[str, object]:
    return {"attributes.subscription_id": int(subscription["id"]), "attributes.status": "pending"}


def _day(written: str) -> date:
    return datetime.fromisoformat(written).date()
