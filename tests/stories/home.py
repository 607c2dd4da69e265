"""A company starts to sell at another provider, and earlier customers keep their home provider."""

from __future__ import annotations

from playwright.async_api import expect

from stories.calendar_days import in_a_month
from stories.holding import Bought, Subscribed
from stories.story import Story
from stories.vendor import Vendor


async def sent_where_they_bought_first(story: Story, elsewhere: Vendor) -> None:
    """Check that customers return to where they first bought. `elsewhere` is the company's new provider."""
    await story.begins()
    renewal = in_a_month(await story.buys("basic_monthly"))
    await _goes_home(story)
    await story.time_passes_until(renewal)

    day = await story.buys("lifetime", at=elsewhere)
    subscribed, bought = Subscribed(plan="basic_monthly", day=in_a_month(renewal)), Bought(offer="lifetime", day=day)
    await story.has(bought, at=elsewhere)
    await story.has(subscribed)
    both = "Your payments are handled by Lemon Squeezy and Stripe. Each button takes you to the right one."
    await expect(story.page.get_by_text(both)).to_be_visible()
    await story.presses("Receipt", at=elsewhere)
    await _goes_home(story)

    await story.is_at_billing()
    await story.presses("Change plan")
    await story.vendor.changes_plan(story.page, "pro_monthly")
    await story.has(Subscribed(plan="pro_monthly", day=in_a_month(renewal)))
    await story.has(bought, at=elsewhere)


async def _goes_home(story: Story) -> None:
    """Check the home by the Billing page's own button and by the API."""
    known = await story.demo.shop.portal.customer(story.customer.id)
    assert (known["home_provider"], known["home_reason"]["rule"]) == (story.vendor.name, "first_purchase")
    await story.is_at_billing()
    await story.presses("Open billing portal")
