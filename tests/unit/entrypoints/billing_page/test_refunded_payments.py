"""Refunded payments of subscriptions on the Billing page."""

from __future__ import annotations

from typing import Any

import pytest

from billing_page.sold import STRIPE, refunded, subscribed
from billing_page.stage import staged
from billing_page.state import State
from domain.mirror.snapshot import ObjectKind
from domain.purchases.facet import SubscriptionPaymentSnapshot
from domain.subscription import SubscriptionStatus
from entrypoints.http.billing_page.locale_format import region_of
from entrypoints.http.billing_page.view_builder import page_view
from examples import MONTH, NOON, pushed, ref

PAYMENT = SubscriptionPaymentSnapshot(
    ref=ref("order", STRIPE),
    kind=ObjectKind.SUBSCRIPTION_PAYMENT,
    timestamp=pushed(),
    keys=("order",),
    created_at=NOON,
    subscription=ref("sub", STRIPE),
)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, "You've been refunded $19.00. Your subscription continues."),
        ({"status": SubscriptionStatus.ENDED, "ended_at": NOON}, "You've been refunded $19.00."),
        ({"cancels_at": NOON + MONTH}, "You've been refunded $19.00."),
        ({"status": SubscriptionStatus.PAUSED}, "You've been refunded $19.00."),
    ],
    ids=["running", "ended", "cancelled", "paused"],
)
async def test_refund_is_shown_beside_the_status_of_the_subscription(facts: dict[str, Any], said: str) -> None:
    charge = refunded(19, account=ref("account", STRIPE))
    told = State(heard=(subscribed(**facts), PAYMENT, charge))
    view = page_view(await (await staged(told)).view(), region_of("en-US"), pricing_url=None, support_url=None)
    (card,) = (*view.subscriptions, *view.ended)
    assert said in card.sentences
    assert view.purchases == ()
