"""Plan changes."""

from __future__ import annotations

from datetime import timedelta

from playwright.async_api import expect

from stories.calendar_days import in_a_month, in_a_year
from stories.holding import Subscribed
from stories.story import Story


async def basic_to_pro(story: Story) -> None:
    await story.begins()
    day = in_a_month(await story.buys("basic_monthly"))
    await story.has(Subscribed(plan="basic_monthly", day=day))
    await story.presses("Change plan")
    await story.vendor.changes_plan(story.page, "pro_monthly")
    await story.has(Subscribed(plan="pro_monthly", day=day))


async def monthly_to_yearly(story: Story) -> None:
    """Change the interval: Stripe starts a new period immediately, Lemon Squeezy when the old one is over."""
    await story.begins()
    today = await story.buys("pro_monthly")
    await story.opens_billing()
    await story.presses("Change plan")
    await story.vendor.changes_plan(story.page, "pro_yearly")
    renewal = in_a_year(today) if story.vendor.begins_anew else in_a_month(today)
    await story.has(Subscribed(plan="pro_yearly", day=renewal))
    await story.time_passes_until(renewal)
    await story.has(Subscribed(plan="pro_yearly", day=in_a_year(renewal)))


async def a_downgrade_waits_for_the_end_of_the_period(story: Story) -> None:
    """Schedule a downgrade, as Stripe does if the portal is configured so. Once it has happened, the plan can be
    changed again.
    """
    await story.begins()
    day = in_a_month(await story.buys("pro_monthly"))
    await story.opens_billing()
    await story.presses("Change plan")
    await story.vendor.changes_plan(story.page, "basic_monthly")
    await story.has(Subscribed(plan="pro_monthly", day=day, next_plan="basic_monthly"))
    await story.is_not_offered("Change plan")
    await story.time_passes_until(day)
    await story.has(Subscribed(plan="basic_monthly", day=in_a_month(day)))
    await story.presses("Change plan")
    await story.vendor.changes_plan(story.page, "pro_monthly")
    await story.has(Subscribed(plan="pro_monthly", day=in_a_month(day)))


async def a_downgrade_is_taken_off_the_next_payment(story: Story) -> None:
    """Downgrade immediately, as Lemon Squeezy does. The remaining value of 15.75 days out of 31 is credited to the
    next payment.
    """
    await story.begins()
    day = in_a_month(await story.buys("pro_monthly"))
    await story.time_passes_until(day - timedelta(days=16))
    await story.opens_billing()
    await story.presses("Change plan")
    await expect(story.page.get_by_text("$5.08 is credited toward the next payment.")).to_be_visible()
    await story.vendor.changes_plan(story.page, "basic_monthly")
    await story.has(Subscribed(plan="basic_monthly", day=day))
    await story.time_passes_until(day)
    await story.has(Subscribed(plan="basic_monthly", day=in_a_month(day)))
    await story.presses("Open billing portal")
    await expect(story.page.get_by_role("row").filter(has_text="$3.92")).to_have_count(1)
