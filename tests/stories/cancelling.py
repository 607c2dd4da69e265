"""A customer cancels, resumes, and cancels again."""

from __future__ import annotations

from stories.calendar_days import in_a_month
from stories.holding import Subscribed
from stories.story import Story


async def cancel_undo_cancel_and_let_it_end(story: Story) -> None:
    await story.begins()
    day = in_a_month(await story.buys("pro_monthly"))
    await story.opens_billing()
    await _cancel(story)
    ending = Subscribed(plan="pro_monthly", standing="ending", day=day)
    await story.has(ending)
    await story.is_not_offered("Cancel subscription")

    await story.presses("Keep subscription")
    await story.vendor.undoes_cancelling(story.page)
    await story.has(Subscribed(plan="pro_monthly", day=day))
    await story.is_not_offered("Keep subscription")

    await _cancel(story)
    await story.has(ending)
    await story.time_passes_until(day)
    await story.has(Subscribed(plan="pro_monthly", standing="ended", day=day))
    for button in ("Change plan", "Cancel subscription", "Keep subscription", "Update payment method"):
        await story.is_not_offered(button)


async def _cancel(story: Story) -> None:
    await story.presses("Cancel subscription")
    await story.vendor.cancels(story.page)
