"""What somebody can come for: of all they have, or of one thing of it."""

from __future__ import annotations

from domain.account import Account
from domain.billing import Billing
from domain.customer import Customer
from domain.destination import Wish
from domain.door import Door
from domain.intent import Intent
from domain.one_off_purchase import OneOffPurchase
from domain.subscription import Status
from examples import ADA, MONTH, NOON, after, facets, ref, subscription, told_payment

RUNNING, CANCELLED = subscription("running"), subscription("cancelled", cancels_at=NOON + MONTH)
OVER, BOUGHT = subscription("over", status=Status.ENDED), OneOffPurchase(facets=facets(told_payment()))
DOOR = Door(
    billing=Billing(
        customer=Customer(id=ADA, registered_at=NOON),
        accounts=(Account(ref=ref("account"), linked_at=NOON),),
        subscriptions=(RUNNING, CANCELLED, OVER),
        purchases=(BOUGHT,),
    ),
    now=after(3600),
)


def test_of_all_that_somebody_has_only_what_needs_no_choice() -> None:
    assert DOOR.intents() == (Intent.MANAGE, Intent.CANCEL)


def test_of_one_subscription_whatever_can_be_done_to_it() -> None:
    assert DOOR.intents(Wish(subscription=RUNNING.ref)) == tuple(Intent)
    assert Intent.CANCEL not in DOOR.intents(Wish(subscription=CANCELLED.ref))
    assert DOOR.intents(Wish(subscription=OVER.ref)) == (Intent.MANAGE, Intent.UPDATE_PAYMENT_METHOD)


def test_of_what_was_paid_once_nothing_but_to_look_at_it() -> None:
    assert DOOR.intents(Wish(purchase=BOUGHT.ref)) == (Intent.MANAGE,)
