"""Intents available for a customer, a subscription or a purchase."""

from __future__ import annotations

from typing import Any

import pytest

from domain.account import Account
from domain.billing.billing import Billing
from domain.customer import Customer
from domain.intent import Intent, PortalRestriction
from domain.mirror.snapshot import ObjectKind
from domain.one_off_purchase import OneOffPurchase
from domain.portal.capabilities import PortalCapabilities
from domain.portal.destination import PortalTarget
from domain.portal.errors import IntentNotAvailable, NoBillingAccount, PlanChangeNotSupported, SubscriptionRequired
from domain.portal.router import PortalRouter
from domain.subscription import ScheduleSnapshot, Subscription, SubscriptionStatus
from examples import ADA, ALPHA, BETA, MONTH, NOON, after, facets, pushed, ref, subscription, told_payment

RUNNING, CANCELLED = subscription("running"), subscription("cancelled", cancels_at=NOON + MONTH)
OVER, BOUGHT = subscription("over", status=SubscriptionStatus.ENDED), OneOffPurchase(facets=facets(told_payment()))
HERE = Account(ref=ref("account"), linked_at=NOON)
WHOLE = PortalCapabilities(pages=frozenset(Intent))


def door(
    *things: Subscription | OneOffPurchase,
    portal: PortalCapabilities | None = WHOLE,
    accounts: tuple[Account, ...] = (HERE,),
) -> PortalRouter:
    billing = Billing(
        customer=Customer(id=ADA, registered_at=NOON),
        accounts=accounts,
        subscriptions=tuple(t for t in things if isinstance(t, Subscription)),
        purchases=tuple(t for t in things if isinstance(t, OneOffPurchase)),
    )
    return PortalRouter(billing=billing, now=after(3600), portals={ALPHA: portal} if portal else {})


DOOR = door(RUNNING, CANCELLED, OVER, BOUGHT)


def test_customer_is_offered_only_intents_that_need_no_choice() -> None:
    assert DOOR.available_intents() == (Intent.MANAGE, Intent.CANCEL, Intent.PAUSE, Intent.UPDATE_DETAILS)


def test_pause_is_not_listed_if_the_portal_has_no_page_for_it() -> None:
    """The intent is still accepted: the portal's front page may help."""
    known = subscription("classic", pausable=False)
    of_it = door(known)
    assert Intent.PAUSE not in of_it.available_intents(PortalTarget(subscription=known.ref))
    assert of_it.is_available(PortalTarget(intent=Intent.PAUSE, subscription=known.ref))


def test_subscription_is_offered_every_intent_its_state_allows() -> None:
    assert DOOR.available_intents(PortalTarget(subscription=RUNNING.ref)) == tuple(Intent)
    assert Intent.CANCEL not in DOOR.available_intents(PortalTarget(subscription=CANCELLED.ref))
    assert DOOR.available_intents(PortalTarget(subscription=OVER.ref)) == (Intent.MANAGE, Intent.UPDATE_DETAILS)


def test_one_off_purchase_is_offered_only_manage() -> None:
    assert DOOR.available_intents(PortalTarget(purchase=BOUGHT.ref)) == (Intent.MANAGE,)


def test_intent_without_its_own_page_is_accepted_but_not_listed() -> None:
    without_cancel = PortalCapabilities(pages=frozenset(Intent) - {Intent.CANCEL})
    opened = door(RUNNING, portal=without_cancel)
    assert Intent.CANCEL not in opened.available_intents()
    assert Intent.CANCEL not in opened.available_intents(PortalTarget(subscription=RUNNING.ref))
    assert opened.is_available(PortalTarget(intent=Intent.CANCEL))


def test_disconnected_provider_offers_only_manage() -> None:
    assert door(RUNNING, portal=None).available_intents() == (Intent.MANAGE,)


def test_unverified_account_offers_only_manage() -> None:
    opened = door(RUNNING, accounts=())
    assert (
        opened.available_intents()
        == opened.available_intents(PortalTarget(subscription=RUNNING.ref))
        == (Intent.MANAGE,)
    )
    assert opened.is_available(PortalTarget(intent=Intent.CANCEL))


@pytest.mark.parametrize("things", [(OVER,), (OVER, BOUGHT)])
def test_ended_subscription_does_not_offer_update_payment_method(
    things: tuple[Subscription | OneOffPurchase, ...],
) -> None:
    for wish in (PortalTarget(), PortalTarget(subscription=OVER.ref)):
        assert Intent.UPDATE_PAYMENT_METHOD not in door(*things).available_intents(wish)
    with pytest.raises(IntentNotAvailable) as refused:
        door(*things).route(PortalTarget(intent=Intent.UPDATE_PAYMENT_METHOD))
    assert refused.value.restriction is PortalRestriction.ENDED


def test_incomplete_subscription_can_be_paid_with_another_payment_method() -> None:
    """Attempts that were given up pile up at some providers, so the latest attempt is the one to pay."""
    attempts = [
        subscription(f"attempt{n}", status=SubscriptionStatus.INCOMPLETE, created_at=after(n)) for n in range(3)
    ]
    led = door(OVER, *attempts).route(PortalTarget(intent=Intent.UPDATE_PAYMENT_METHOD))
    assert led.subscription == attempts[-1]


def test_portal_for_subscribers_only_refuses_update_payment_method_for_one_off_buyers() -> None:
    for_subscribers = PortalCapabilities(pages=frozenset(Intent), needs_subscription=True)
    closed = door(BOUGHT, portal=for_subscribers)
    assert closed.available_intents() == (Intent.MANAGE,)
    with pytest.raises(PlanChangeNotSupported):
        closed.route(PortalTarget(intent=Intent.UPDATE_PAYMENT_METHOD))
    with pytest.raises(NoBillingAccount):
        door(portal=for_subscribers).route(PortalTarget(intent=Intent.UPDATE_PAYMENT_METHOD))
    assert Intent.UPDATE_PAYMENT_METHOD in door(BOUGHT).available_intents()


def test_guest_purchase_does_not_offer_update_payment_method() -> None:
    guests = OneOffPurchase(facets=facets(told_payment(account=None)))
    assert door(guests, accounts=()).available_intents() == (Intent.MANAGE,)


def test_required_choice_lists_the_intents_of_each_subscription() -> None:
    other = subscription("other")
    with pytest.raises(SubscriptionRequired) as refused:
        door(RUNNING, other).route(PortalTarget(intent=Intent.CANCEL))
    assert [refused.value.intents_of(each) for each in refused.value.subscriptions] == [tuple(Intent), tuple(Intent)]


def test_live_subscriptions_at_other_providers_are_alternatives_only_for_a_bare_manage() -> None:
    elsewhere = subscription("elsewhere", provider=BETA)
    over = subscription("over_there", provider=BETA, status=SubscriptionStatus.ENDED)
    opened = door(RUNNING, elsewhere, over)
    assert opened.alternatives(PortalTarget(), ALPHA) == (elsewhere,)
    assert opened.alternatives(PortalTarget(), BETA) == (RUNNING,)
    assert opened.alternatives(PortalTarget(intent=Intent.CANCEL), ALPHA) == ()
    assert opened.alternatives(PortalTarget(subscription=RUNNING.ref), ALPHA) == ()


def test_listed_intents_equal_accepted_intents_if_every_portal_has_every_page() -> None:
    assert door(RUNNING).available_intents() == tuple(Intent)
    assert door(BOUGHT).available_intents() == (Intent.MANAGE, Intent.UPDATE_PAYMENT_METHOD, Intent.UPDATE_DETAILS)
    assert door(accounts=()).available_intents() == ()
    for opened in (door(RUNNING, subscription("other")), door(BOUGHT), door(OVER), door()):
        for intent in Intent:
            assert opened.is_available(PortalTarget(intent=intent)) is (intent in opened.available_intents())


def planned(**facts: Any) -> ScheduleSnapshot:
    about: dict[str, Any] = {
        "ref": ref("plan"),
        "kind": ObjectKind.SCHEDULE,
        "timestamp": pushed(),
        "subscription_id": "sub",
    }
    return ScheduleSnapshot(**about, **facts)


@pytest.mark.parametrize(
    ("told", "obstacle"),
    [
        (subscription(), None),
        (subscription(plan_restriction=PortalRestriction.SEVERAL_ITEMS), None),
        (subscription(plan_restriction=PortalRestriction.METERED), None),
        (subscription(schedule_id="plan", schedule=planned(active=False)), None),
        (subscription(schedule_id="plan", schedule=planned(active=True)), PortalRestriction.SCHEDULED_CHANGE),
        (subscription(schedule_id="plan"), PortalRestriction.SCHEDULED_CHANGE),
        (subscription(plan_restriction=PortalRestriction.SEND_INVOICE), PortalRestriction.SEND_INVOICE),
        (subscription(cancels_at=NOON + MONTH), PortalRestriction.ALREADY_CANCELLING),
        (subscription(collection_paused=True), PortalRestriction.STATUS),
        (OVER, PortalRestriction.ENDED),
        *(
            (subscription(status=status), PortalRestriction.STATUS)
            for status in SubscriptionStatus
            if status not in (SubscriptionStatus.ACTIVE, SubscriptionStatus.ENDED)
        ),
    ],
)
def test_only_an_active_subscription_without_a_scheduled_change_can_be_paused(
    told: Subscription, obstacle: PortalRestriction | None
) -> None:
    assert told.restriction(Intent.PAUSE, after(3600)) is obstacle
    assert told.restriction(Intent.UPDATE_DETAILS, after(3600)) is None


def test_update_details_opens_the_same_account_as_a_bare_manage() -> None:
    led = door(RUNNING, subscription("other")).route(PortalTarget(intent=Intent.UPDATE_DETAILS))
    assert (led.account, led.subscription) == (HERE, None)
    for_subscribers = PortalCapabilities(pages=frozenset(Intent), needs_subscription=True)
    with pytest.raises(PlanChangeNotSupported):
        door(BOUGHT, portal=for_subscribers).route(PortalTarget(intent=Intent.UPDATE_DETAILS))
