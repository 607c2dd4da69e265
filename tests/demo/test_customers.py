"""The demo's seeded customers: the API agrees with their actions on the hosted pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from browser.accessibility import violations
from browser.screenshots import screenshot
from browser.visit import Visit
from demo.running_demo import NOON, running_demo
from portal_demo.host.offers import OFFERS
from portal_demo.seeding.scenario_player import ScenarioPlayer
from portal_demo.stack import Demo


async def everybodys_billing(demo: Demo) -> dict[str, Any]:
    return {customer.id: await demo.shop.portal.billing(customer.id) for customer in demo.shop.customers}


def in_short(billing: Any) -> tuple[str | None, str, list[str], list[str]]:
    """Return the home provider, the access reason, subscriptions and purchases."""
    subscriptions = [f"{each['provider']} {each['status']} {each['plan']['name']}" for each in billing["subscriptions"]]
    purchases = [f"{each['provider']} {each['status']}" for each in billing["purchases"]]
    return billing["home_provider"], billing["access"]["reason"], subscriptions, purchases


async def test_seeded_customers_have_the_documented_history(visit: Visit, tmp_path: Path) -> None:
    async with running_demo(tmp_path) as demo:
        began = demo.time.now()
        await ScenarioPlayer(shop=demo.shop, time=demo.time, began=began, hosted=demo.at.sandbox).play()
        assert abs((demo.time.now() - NOON).total_seconds()) < 120
        assert {id_: in_short(billing) for id_, billing in (await everybodys_billing(demo)).items()} == {
            "user_alice": ("stripe", "subscription_active", ["stripe active Basic"], []),
            "user_ben": ("lemonsqueezy", "subscription_active", ["lemonsqueezy active Pro (Monthly)"], []),
            "user_clara": ("lemonsqueezy", "purchase_paid", [], ["lemonsqueezy paid"]),
            "user_daniel": ("stripe", "purchase_paid", ["lemonsqueezy active Basic (Monthly)"], ["stripe paid"]),
            "user_emma": ("stripe", "past_due_grace", ["stripe past_due Pro"], []),
            "user_frank": ("stripe", "cancels_at_period_end", ["stripe active Pro"], []),
            "user_grace": (None, "nothing_bought", [], []),
        }
        await visit.page.goto(demo.at.host)
        assert await violations(visit.page) == []
        await screenshot(visit.page, "demo", whole=False)
        await visit.page.goto(f"{demo.at.host}/customers/user_emma")
        await screenshot(visit.page, "demo-customer", whole=False)


async def test_offers_equal_the_providers_catalogues(visit: Visit, tmp_path: Path) -> None:
    async with running_demo(tmp_path) as demo:
        prices, variants = demo.sandbox.records["stripe"], demo.sandbox.records["lemonsqueezy"]
        for offer in OFFERS.values():
            asked = int(offer.price.split()[0].removeprefix("$")) * 100
            price, variant = (
                prices.get("price", offer.stripe_price),
                variants.get("variants", offer.lemonsqueezy_variant),
            )
            assert price is not None
            assert variant is not None
            assert price["unit_amount"] == variant["attributes"]["price"] == asked
            interval = price["recurring"]["interval"] if price["recurring"] else None
            assert interval == variant["attributes"]["interval"] == (None if offer.once else offer.price.split()[-1])
        assert visit.errors == []
