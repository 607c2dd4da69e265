"""A card stops working."""

from __future__ import annotations

from stories.calendar_days import in_a_month
from stories.holding import Subscribed
from stories.story import Story


async def a_failed_payment_and_a_new_card(story: Story) -> None:
    """Pay the open invoice immediately with the new card; the renewal date stays."""
    await story.begins()
    vendor = story.vendor
    day = in_a_month(await story.buys("pro_monthly", card=vendor.fails_at_renewal))
    await story.has(Subscribed(plan="pro_monthly", day=day))
    await story.time_passes_until(day)
    await story.has(Subscribed(plan="pro_monthly", standing="past_due", day=day))

    await story.presses("Update payment method")
    await vendor.gives_card(story.page, vendor.works)
    await story.has(Subscribed(plan="pro_monthly", day=in_a_month(day)))
    await story.time_passes_until(in_a_month(day))
    await story.has(Subscribed(plan="pro_monthly", day=in_a_month(in_a_month(day))))
