"""A one-off purchase has a receipt, and cannot be changed."""

from __future__ import annotations

from playwright.async_api import expect

from stories.holding import Bought
from stories.story import Story

_TO_CHANGE = ("Change plan", "Cancel subscription", "Update payment method")
_REFUSED = 409


async def a_purchase_has_a_receipt_and_cannot_be_changed(story: Story) -> None:
    await story.begins()
    bought = Bought(offer="lifetime", day=await story.buys("lifetime"))
    await story.has(bought)
    for button in _TO_CHANGE:
        await story.is_not_offered(button)
    await expect(story.page.get_by_text("One-time purchases can't be changed or cancelled.")).to_be_visible()

    await story.presses("Receipt")
    await story.vendor.finds_nothing_to_change(story.page, "lifetime", story.customer.email)
    await _the_api_refuses(story)
    await _the_page_refuses(story)
    await story.has(bought)


async def _the_api_refuses(story: Story) -> None:
    billing = await story.demo.shop.portal.billing(story.customer.id)
    [purchase] = billing["purchases"]
    named = {"provider": purchase["provider"], "id": purchase["id"]}
    for wish in ({"intent": "change_plan"}, {"intent": "cancel"}, {"intent": "change_plan", "purchase": named}):
        answer = await story.demo.shop.portal.client.post(
            f"/v1/customers/{story.customer.id}/portal-sessions", json=wish
        )
        problem = answer.json()
        assert answer.status_code == _REFUSED
        assert problem["type"].endswith("/problems/plan-change-not-supported")
        assert [each["id"] for each in problem["purchases"]] == [purchase["id"]]
        assert problem["new_purchase_url"] == f"{story.demo.at.host}/"


async def _the_page_refuses(story: Story) -> None:
    """Send a different intent in the form, and expect an error page."""
    story.visit.expects(f"status of {_REFUSED}")
    await story.is_at_billing()
    form = story.page.locator("form").filter(has=story.page.get_by_role("button", name="Receipt"))
    await form.locator("input[name=intent]").evaluate("input => { input.value = 'change_plan' }")
    await form.get_by_role("button").click()
    await expect(story.page.get_by_role("heading", name="One-time purchases can't be changed")).to_be_visible()
