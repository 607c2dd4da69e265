"""Refunded payments of subscriptions on the Billing page."""

from __future__ import annotations

import pytest

from billing_page.sold import STRIPE, refunded, subscribed
from billing_page.stage import staged
from billing_page.state import State
from domain.facet import SubscriptionPaymentSnapshot
from domain.snapshot import ObjectKind
from domain.subscription import Status
from entrypoints.http.billing_page.page_view import page_view
from entrypoints.http.billing_page.regional import region_of
from examples import NOON, pushed, ref

PAYMENT = SubscriptionPaymentSnapshot(
    ref=ref("order", STRIPE),
    kind=ObjectKind.SUBSCRIPTION_PAYMENT,
    stamp=pushed(),
    keys=("order",),
    created_at=NOON,
    subscription=ref("sub", STRIPE),
)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status.ACTIVE, "$19.00 of your payments was refunded. The subscription goes on."),
        (Status.ENDED, "$19.00 of your payments was refunded."),
    ],
)
async def test_refund_is_told_beside_the_state_of_the_subscription(status: Status, said: str) -> None:
    ended_at = NOON if status is Status.ENDED else None
    charge = refunded(19, account=ref("account", STRIPE))
    told = State(heard=(subscribed(status=status, ended_at=ended_at), PAYMENT, charge))
    view = page_view(await (await staged(told)).view(), region_of("en-US"), pricing_url=None, support_url=None)
    (card,) = (*view.subscriptions, *view.ended)
    assert said in card.sentences
    assert view.purchases == ()
