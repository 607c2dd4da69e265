"""Where an intent leads."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from domain.account import Account
from domain.billing import Billing
from domain.customer import Customer, Pin
from domain.destination import Destination, Wish
from domain.door import Door
from domain.errors import (
    BillingAccountGone,
    IntentNotAvailable,
    NoBillingAccount,
    PlanChangeNotSupported,
    PurchaseNotFound,
    SubscriptionNotFound,
    SubscriptionRequired,
)
from domain.intent import Intent, Obstacle
from domain.one_off_purchase import OneOffPurchase
from domain.portal_capabilities import PortalCapabilities
from domain.provider import ProviderName, Ref
from domain.snapshot import ObjectKind
from domain.subscription import ScheduleSnapshot, Status, Subscription
from examples import ADA, ALPHA, BETA, MONTH, NOON, after, facets, pushed, ref, subscription, told_payment, told_phase

HERE = Account(ref=ref("account"), linked_at=NOON)
THERE = Account(ref=ref("account", BETA), linked_at=after(1))
GONE = Account(ref=ref("account"), linked_at=NOON, deleted_at=NOON)
LIFETIME = OneOffPurchase(facets=facets(told_payment()))
GUESTS = OneOffPurchase(facets=facets(told_payment(account=None)))
LATER = subscription("later", provider=BETA, created_at=after(60))
WHOLE = PortalCapabilities(pages=frozenset(Intent))
FOR_SUBSCRIBERS = PortalCapabilities(pages=frozenset(Intent), needs_subscription=True)
EVERYWHERE = {ALPHA: WHOLE, BETA: WHOLE}


def door(
    *things: Account | Subscription | OneOffPurchase,
    pin: ProviderName | None = None,
    portals: Mapping[ProviderName, PortalCapabilities] = EVERYWHERE,
) -> Door:
    customer = Customer(id=ADA, registered_at=NOON, pin=Pin(provider=pin, at=NOON) if pin else None)
    billing = Billing(
        customer=customer,
        accounts=tuple(t for t in things if isinstance(t, Account)),
        subscriptions=tuple(t for t in things if isinstance(t, Subscription)),
        purchases=tuple(t for t in things if isinstance(t, OneOffPurchase)),
    )
    return Door(billing=billing, now=after(3600), portals=portals)


def lead(
    opened: Door, intent: Intent = Intent.MANAGE, *, sub: Ref | None = None, buy: Ref | None = None
) -> Destination:
    return opened.lead(Wish(intent=intent, subscription=sub, purchase=buy))


def test_manage_leads_home() -> None:
    led = lead(door(HERE, THERE, subscription(), LATER))
    assert (led.provider, led.account) == (ALPHA, HERE)


def test_a_pin_decides_the_bare_manage_only() -> None:
    pinned = door(HERE, THERE, subscription(), LATER, pin=BETA)
    assert lead(pinned).provider == BETA
    assert lead(pinned, Intent.CHANGE_PLAN).provider == ALPHA


def test_a_named_subscription_leads_to_its_provider() -> None:
    led = lead(door(HERE, THERE, subscription(), LATER), Intent.CANCEL, sub=ref("later", BETA))
    assert (led.provider, led.account, led.subscription) == (BETA, THERE, LATER)


def test_where_home_has_only_a_receipt_a_live_subscription_elsewhere_is_managed() -> None:
    assert lead(door(HERE, THERE, LIFETIME, LATER, portals=EVERYWHERE | {ALPHA: FOR_SUBSCRIBERS})).provider == BETA
    assert lead(door(THERE, GUESTS, LATER)).provider == BETA
    assert lead(door(HERE, THERE, LIFETIME, LATER)).provider == ALPHA


def test_where_home_was_deleted_a_live_subscription_elsewhere_is_managed() -> None:
    assert lead(door(GONE, THERE, subscription(account_deleted_at=NOON), LATER)).provider == BETA


def test_where_home_was_deleted_an_account_elsewhere_is_opened() -> None:
    assert lead(door(GONE, THERE, subscription(account_deleted_at=NOON))).account == THERE


def test_a_plan_is_changed_at_home_if_there_is_just_one_to_change() -> None:
    assert lead(door(HERE, THERE, subscription(), LATER), Intent.CHANGE_PLAN).provider == ALPHA


def test_else_at_the_only_place_that_has_one() -> None:
    led = lead(door(HERE, THERE, subscription(status=Status.ENDED), LATER), Intent.CHANGE_PLAN)
    assert led.subscription == LATER


@pytest.mark.parametrize("intent", [Intent.CHANGE_PLAN, Intent.CANCEL, Intent.UPDATE_PAYMENT_METHOD])
def test_where_several_could_be_meant_the_caller_must_say_which(intent: Intent) -> None:
    several = (subscription("a"), subscription("b"))
    with pytest.raises(SubscriptionRequired) as refused:
        lead(door(HERE, *several), intent)
    assert refused.value.subscriptions == several


@pytest.mark.parametrize("intent", [Intent.CHANGE_PLAN, Intent.CANCEL])
def test_with_one_off_purchases_only_there_is_nothing_to_change(intent: Intent) -> None:
    with pytest.raises(PlanChangeNotSupported) as refused:
        lead(door(HERE, LIFETIME), intent)
    assert refused.value.purchases == (LIFETIME,)


def test_with_one_off_purchases_only_manage_and_the_payment_method_work() -> None:
    assert lead(door(HERE, LIFETIME)).receipt_for == LIFETIME
    assert lead(door(HERE, LIFETIME), Intent.UPDATE_PAYMENT_METHOD).account == HERE


@pytest.mark.parametrize("intent", [Intent.CHANGE_PLAN, Intent.CANCEL, Intent.UPDATE_PAYMENT_METHOD])
def test_a_named_purchase_can_only_be_looked_at(intent: Intent) -> None:
    with pytest.raises(PlanChangeNotSupported):
        lead(door(HERE, LIFETIME, LATER), intent, buy=ref("order"))
    assert lead(door(HERE, LIFETIME, LATER), buy=ref("order")).receipt_for == LIFETIME


def test_what_is_not_the_customers_is_not_found() -> None:
    with pytest.raises(SubscriptionNotFound):
        lead(door(HERE, subscription()), sub=ref("other"))
    with pytest.raises(PurchaseNotFound):
        lead(door(HERE, LIFETIME), buy=ref("other"))


def waiting(at: float) -> ScheduleSnapshot:
    return ScheduleSnapshot(
        ref=ref("plan"),
        kind=ObjectKind.SCHEDULE,
        stamp=pushed(),
        subscription_id="sub",
        active=True,
        phases=(told_phase("smaller", after(at)),),
    )


@pytest.mark.parametrize(
    ("told", "to_change", "to_cancel"),
    [
        (subscription(), None, None),
        (subscription(status=Status.TRIALING), None, None),
        (subscription(status=Status.PAST_DUE), None, None),
        (subscription(status=Status.ENDED), Obstacle.ENDED, Obstacle.ENDED),
        (subscription(cancels_at=NOON), Obstacle.ENDED, Obstacle.ENDED),
        (subscription(cancels_at=NOON + MONTH), None, Obstacle.ALREADY_CANCELLING),
        (subscription(plan_locked_by=Obstacle.SEVERAL_ITEMS), Obstacle.SEVERAL_ITEMS, None),
        (subscription(plan_locked_by=Obstacle.METERED), Obstacle.METERED, None),
        (subscription(plan_locked_by=Obstacle.SEND_INVOICE), Obstacle.SEND_INVOICE, None),
        (subscription(schedule=waiting(9999)), Obstacle.SCHEDULED_CHANGE, Obstacle.SCHEDULED_CHANGE),
        (subscription(schedule=waiting(0)), None, None),
        (subscription(status=Status.UNPAID), Obstacle.STATUS, None),
        (subscription(status=Status.PAUSED), Obstacle.STATUS, None),
        (subscription(status=Status.INCOMPLETE), Obstacle.STATUS, Obstacle.STATUS),
        (subscription(status=Status.UNKNOWN), Obstacle.STATUS, Obstacle.STATUS),
    ],
)
def test_what_the_portal_cannot_do_is_refused_with_the_reason(
    told: Subscription, to_change: Obstacle | None, to_cancel: Obstacle | None
) -> None:
    assert told.obstacle(Intent.CHANGE_PLAN, after(3600)) is to_change
    assert told.obstacle(Intent.CANCEL, after(3600)) is to_cancel
    to_pay = Obstacle.ENDED if to_change is Obstacle.ENDED else None
    assert told.obstacle(Intent.UPDATE_PAYMENT_METHOD, after(3600)) is to_pay
    for intent, obstacle in (
        (Intent.CHANGE_PLAN, to_change),
        (Intent.CANCEL, to_cancel),
        (Intent.UPDATE_PAYMENT_METHOD, to_pay),
    ):
        if obstacle is not None:
            with pytest.raises(IntentNotAvailable) as refused:
                lead(door(HERE, told), intent)
            assert refused.value.obstacle is obstacle


def test_nothing_bought_and_nothing_linked_has_no_door() -> None:
    for intent in Intent:
        with pytest.raises(NoBillingAccount):
            lead(door(), intent)


def test_who_is_linked_and_bought_nothing_may_look_but_not_change() -> None:
    assert lead(door(HERE)).account == HERE
    with pytest.raises(NoBillingAccount):
        lead(door(HERE), Intent.CHANGE_PLAN)


def test_a_deleted_account_is_skipped_while_there_is_another() -> None:
    other = Account(ref=ref("other"), linked_at=after(9))
    assert lead(door(GONE, other, subscription(status=Status.ENDED))).account == other


def test_where_the_only_account_was_deleted_it_says_so() -> None:
    with pytest.raises(BillingAccountGone):
        lead(door(GONE, subscription(account_deleted_at=NOON)))
    for intent in (Intent.MANAGE, Intent.UPDATE_PAYMENT_METHOD):
        with pytest.raises(BillingAccountGone):
            lead(door(GONE), intent)


def test_a_receipt_outlives_the_account() -> None:
    led = lead(door(GONE, LIFETIME))
    assert (led.account, led.receipt_for) == (None, LIFETIME)


def test_of_several_accounts_the_one_with_a_live_subscription_is_opened_else_the_latest_bought_with() -> None:
    other = Account(ref=ref("other"), linked_at=after(9))
    ended = subscription(status=Status.ENDED)
    assert (
        lead(
            door(
                HERE,
                other,
                subscription(),
                subscription("b", account=other.ref, created_at=after(5), status=Status.ENDED),
            )
        ).account
        == HERE
    )
    assert (
        lead(
            door(HERE, other, ended, subscription("b", account=other.ref, created_at=after(5), status=Status.ENDED))
        ).account
        == other
    )


def test_the_portal_learns_whether_any_plan_there_can_change() -> None:
    assert lead(door(HERE, subscription())).plan_changes
    assert not lead(door(HERE, LIFETIME)).plan_changes
    assert not lead(door(HERE, subscription(status=Status.ENDED))).plan_changes
