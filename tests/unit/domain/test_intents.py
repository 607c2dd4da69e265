"""What somebody can come for: of all they have, or of one thing of it."""

from __future__ import annotations

from typing import Any

import pytest

from domain.account import Account
from domain.billing import Billing
from domain.customer import Customer
from domain.destination import Wish
from domain.door import Door
from domain.errors import IntentNotAvailable, NoBillingAccount, PlanChangeNotSupported, SubscriptionRequired
from domain.intent import Intent, Obstacle
from domain.one_off_purchase import OneOffPurchase
from domain.portal_capabilities import PortalCapabilities
from domain.snapshot import ObjectKind
from domain.subscription import ScheduleSnapshot, Status, Subscription
from examples import ADA, ALPHA, BETA, MONTH, NOON, after, facets, pushed, ref, subscription, told_payment

RUNNING, CANCELLED = subscription("running"), subscription("cancelled", cancels_at=NOON + MONTH)
OVER, BOUGHT = subscription("over", status=Status.ENDED), OneOffPurchase(facets=facets(told_payment()))
HERE = Account(ref=ref("account"), linked_at=NOON)
WHOLE = PortalCapabilities(pages=frozenset(Intent))


def door(
    *things: Subscription | OneOffPurchase,
    portal: PortalCapabilities | None = WHOLE,
    accounts: tuple[Account, ...] = (HERE,),
) -> Door:
    billing = Billing(
        customer=Customer(id=ADA, registered_at=NOON),
        accounts=accounts,
        subscriptions=tuple(t for t in things if isinstance(t, Subscription)),
        purchases=tuple(t for t in things if isinstance(t, OneOffPurchase)),
    )
    return Door(billing=billing, now=after(3600), portals={ALPHA: portal} if portal else {})


DOOR = door(RUNNING, CANCELLED, OVER, BOUGHT)


def test_of_all_that_somebody_has_only_what_needs_no_choice() -> None:
    assert DOOR.intents() == (Intent.MANAGE, Intent.CANCEL, Intent.PAUSE, Intent.UPDATE_DETAILS)


def test_pause_is_not_listed_if_the_portal_has_no_page_for_it() -> None:
    """It is not refused: the front page may still help."""
    known = subscription("classic", pausable=False)
    of_it = door(known)
    assert Intent.PAUSE not in of_it.intents(Wish(subscription=known.ref))
    assert of_it.opens(Wish(intent=Intent.PAUSE, subscription=known.ref))


def test_of_one_subscription_whatever_can_be_done_to_it() -> None:
    assert DOOR.intents(Wish(subscription=RUNNING.ref)) == tuple(Intent)
    assert Intent.CANCEL not in DOOR.intents(Wish(subscription=CANCELLED.ref))
    assert DOOR.intents(Wish(subscription=OVER.ref)) == (Intent.MANAGE, Intent.UPDATE_DETAILS)


def test_of_what_was_paid_once_nothing_but_to_look_at_it() -> None:
    assert DOOR.intents(Wish(purchase=BOUGHT.ref)) == (Intent.MANAGE,)


def test_an_intent_without_a_page_of_its_own_is_not_listed_though_it_opens() -> None:
    without_cancel = PortalCapabilities(pages=frozenset(Intent) - {Intent.CANCEL})
    opened = door(RUNNING, portal=without_cancel)
    assert Intent.CANCEL not in opened.intents()
    assert Intent.CANCEL not in opened.intents(Wish(subscription=RUNNING.ref))
    assert opened.opens(Wish(intent=Intent.CANCEL))


def test_a_provider_that_is_not_connected_has_no_pages() -> None:
    assert door(RUNNING, portal=None).intents() == (Intent.MANAGE,)


def test_an_account_that_is_not_verified_leads_to_no_page() -> None:
    opened = door(RUNNING, accounts=())
    assert opened.intents() == opened.intents(Wish(subscription=RUNNING.ref)) == (Intent.MANAGE,)
    assert opened.opens(Wish(intent=Intent.CANCEL))


@pytest.mark.parametrize("things", [(OVER,), (OVER, BOUGHT)])
def test_an_ended_subscription_needs_no_payment_method(things: tuple[Subscription | OneOffPurchase, ...]) -> None:
    for wish in (Wish(), Wish(subscription=OVER.ref)):
        assert Intent.UPDATE_PAYMENT_METHOD not in door(*things).intents(wish)
    with pytest.raises(IntentNotAvailable) as refused:
        door(*things).lead(Wish(intent=Intent.UPDATE_PAYMENT_METHOD))
    assert refused.value.obstacle is Obstacle.ENDED


def test_a_subscription_that_never_started_can_be_paid_for_by_another_method() -> None:
    """Attempts that were given up pile up at some providers, so the latest one is meant."""
    attempts = [subscription(f"attempt{n}", status=Status.INCOMPLETE, created_at=after(n)) for n in range(3)]
    led = door(OVER, *attempts).lead(Wish(intent=Intent.UPDATE_PAYMENT_METHOD))
    assert led.subscription == attempts[-1]


def test_a_buyer_whom_the_portal_is_closed_to_has_no_payment_method_to_update() -> None:
    for_subscribers = PortalCapabilities(pages=frozenset(Intent), needs_subscription=True)
    closed = door(BOUGHT, portal=for_subscribers)
    assert closed.intents() == (Intent.MANAGE,)
    with pytest.raises(PlanChangeNotSupported):
        closed.lead(Wish(intent=Intent.UPDATE_PAYMENT_METHOD))
    with pytest.raises(NoBillingAccount):
        door(portal=for_subscribers).lead(Wish(intent=Intent.UPDATE_PAYMENT_METHOD))
    assert Intent.UPDATE_PAYMENT_METHOD in door(BOUGHT).intents()


def test_a_guest_has_no_payment_method_to_update() -> None:
    guests = OneOffPurchase(facets=facets(told_payment(account=None)))
    assert door(guests, accounts=()).intents() == (Intent.MANAGE,)


def test_a_refusal_to_choose_says_what_each_subscription_allows() -> None:
    other = subscription("other")
    with pytest.raises(SubscriptionRequired) as refused:
        door(RUNNING, other).lead(Wish(intent=Intent.CANCEL))
    assert [refused.value.intents_of(each) for each in refused.value.subscriptions] == [tuple(Intent), tuple(Intent)]


def test_live_subscriptions_elsewhere_are_alternatives_to_a_bare_manage_alone() -> None:
    elsewhere = subscription("elsewhere", provider=BETA)
    over = subscription("over_there", provider=BETA, status=Status.ENDED)
    opened = door(RUNNING, elsewhere, over)
    assert opened.alternatives(Wish(), ALPHA) == (elsewhere,)
    assert opened.alternatives(Wish(), BETA) == (RUNNING,)
    assert opened.alternatives(Wish(intent=Intent.CANCEL), ALPHA) == ()
    assert opened.alternatives(Wish(subscription=RUNNING.ref), ALPHA) == ()


def test_where_every_portal_has_every_page_the_intents_are_those_that_are_not_refused() -> None:
    assert door(RUNNING).intents() == tuple(Intent)
    assert door(BOUGHT).intents() == (Intent.MANAGE, Intent.UPDATE_PAYMENT_METHOD, Intent.UPDATE_DETAILS)
    assert door(accounts=()).intents() == ()
    for opened in (door(RUNNING, subscription("other")), door(BOUGHT), door(OVER), door()):
        for intent in Intent:
            assert opened.opens(Wish(intent=intent)) is (intent in opened.intents())


def planned(**facts: Any) -> ScheduleSnapshot:
    about: dict[str, Any] = {
        "ref": ref("plan"),
        "kind": ObjectKind.SCHEDULE,
        "stamp": pushed(),
        "subscription_id": "sub",
    }
    return ScheduleSnapshot(**about, **facts)


@pytest.mark.parametrize(
    ("told", "obstacle"),
    [
        (subscription(), None),
        (subscription(plan_locked_by=Obstacle.SEVERAL_ITEMS), None),
        (subscription(plan_locked_by=Obstacle.METERED), None),
        (subscription(schedule_id="plan", schedule=planned(active=False)), None),
        (subscription(schedule_id="plan", schedule=planned(active=True)), Obstacle.SCHEDULED_CHANGE),
        (subscription(schedule_id="plan"), Obstacle.SCHEDULED_CHANGE),
        (subscription(plan_locked_by=Obstacle.SEND_INVOICE), Obstacle.SEND_INVOICE),
        (subscription(cancels_at=NOON + MONTH), Obstacle.ALREADY_CANCELLING),
        (subscription(collection_paused=True), Obstacle.STATUS),
        (OVER, Obstacle.ENDED),
        *(
            (subscription(status=status), Obstacle.STATUS)
            for status in Status
            if status not in (Status.ACTIVE, Status.ENDED)
        ),
    ],
)
def test_only_what_is_active_and_free_of_plans_can_be_paused(told: Subscription, obstacle: Obstacle | None) -> None:
    assert told.obstacle(Intent.PAUSE, after(3600)) is obstacle
    assert told.obstacle(Intent.UPDATE_DETAILS, after(3600)) is None


def test_details_are_those_of_the_account_that_a_bare_manage_opens() -> None:
    led = door(RUNNING, subscription("other")).lead(Wish(intent=Intent.UPDATE_DETAILS))
    assert (led.account, led.subscription) == (HERE, None)
    for_subscribers = PortalCapabilities(pages=frozenset(Intent), needs_subscription=True)
    with pytest.raises(PlanChangeNotSupported):
        door(BOUGHT, portal=for_subscribers).lead(Wish(intent=Intent.UPDATE_DETAILS))
