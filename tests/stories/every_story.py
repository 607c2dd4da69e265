"""All stories, by the provider at which they can be played."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

from stories.at_lemonsqueezy import LemonSqueezy
from stories.at_stripe import Stripe
from stories.cancelling import cancel_undo_cancel_and_let_it_end
from stories.home import sent_where_they_bought_first
from stories.paying import a_failed_payment_and_a_new_card
from stories.plans import (
    a_downgrade_is_taken_off_the_next_payment,
    a_downgrade_waits_for_the_end_of_the_period,
    basic_to_pro,
    monthly_to_yearly,
)
from stories.purchases import a_purchase_has_a_receipt_and_cannot_be_changed
from stories.story import Story
from stories.vendor import Vendor

Tale: TypeAlias = Callable[[Story], Awaitable[None]]

STRIPE, LEMONSQUEEZY = Stripe(), LemonSqueezy()

_ANYWHERE: Sequence[Tale] = (
    basic_to_pro,
    monthly_to_yearly,
    cancel_undo_cancel_and_let_it_end,
    a_failed_payment_and_a_new_card,
    a_purchase_has_a_receipt_and_cannot_be_changed,
)


async def at_stripe_after_lemon_squeezy_was_added(story: Story) -> None:
    await sent_where_they_bought_first(story, LEMONSQUEEZY)


async def at_lemon_squeezy_after_stripe_was_added(story: Story) -> None:
    await sent_where_they_bought_first(story, STRIPE)


EVERY_STORY: Sequence[tuple[Vendor, Tale]] = (
    *((STRIPE, tale) for tale in _ANYWHERE),
    (STRIPE, a_downgrade_waits_for_the_end_of_the_period),
    (STRIPE, at_stripe_after_lemon_squeezy_was_added),
    *((LEMONSQUEEZY, tale) for tale in _ANYWHERE),
    (LEMONSQUEEZY, a_downgrade_is_taken_off_the_next_payment),
    (LEMONSQUEEZY, at_lemon_squeezy_after_stripe_was_added),
)
