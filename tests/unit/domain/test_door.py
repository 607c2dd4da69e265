"""Routing of each intent to a provider, an account and an object."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from domain.account import Account
from domain.billing.billing import Billing
from domain.customer import Customer, HomePin
from domain.intent import Intent, PortalRestriction
from domain.mirror.snapshot import ObjectKind
from domain.one_off_purchase import OneOffPurchase
from domain.ownership.errors import PurchaseNotFound
from domain.portal.capabilities import PortalCapabilities
from domain.portal.destination import PortalDestination, PortalTarget
from domain.portal.errors import (
    BillingAccountGone,
    IntentNotAvailable,
    NoBillingAccount,
    PlanChangeNotSupported,
    SubscriptionNotFound,
    SubscriptionRequired,
)
from domain.portal.router import PortalRouter
from domain.provider import ProviderName, ProviderRef
from domain.subscription import ScheduleSnapshot, Subscription, SubscriptionStatus
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
) -> PortalRouter:
    customer = Customer(id=ADA, registered_at=NOON, pin=HomePin(provider=pin, at=NOON) if pin else None)
    billing = Billing(
        customer=customer,
        accounts=tuple(t for t in things if isinstance(t, Account)),
        subscriptions=tuple(t for t in things if isinstance(t, Subscription)),
        purchases=tuple(t for t in things if isinstance(t, OneOffPurchase)),
    )
    return PortalRouter(billing=billing, now=after(3600), portals=portals)


def lead(
    opened: PortalRouter,
    intent: Intent = Intent.MANAGE,
    *,
    sub: ProviderRef | None = None,
    buy: ProviderRef | None = None,
) -> PortalDestination:
    return opened.route(PortalTarget(intent=intent, subscription=sub, purchase=buy))


def test_manage_opens_the_home_provider() -> None:
    led = lead(door(HERE, THERE, subscription(), LATER))
    assert (led.provider, led.account) == (ALPHA, HERE)


def test_pin_affects_only_the_bare_manage() -> None:
    pinned = door(HERE, THERE, subscription(), LATER, pin=BETA)
    assert lead(pinned).provider == BETA
    assert lead(pinned, Intent.CHANGE_PLAN).provider == ALPHA


def test_named_subscription_opens_its_own_provider() -> None:
    led = lead(door(HERE, THERE, subscription(), LATER), Intent.CANCEL, sub=ref("later", BETA))
    assert (led.provider, led.account, led.subscription) == (BETA, THERE, LATER)


def test_manage_goes_to_a_live_subscription_if_home_has_only_a_receipt() -> None:
    assert lead(door(HERE, THERE, LIFETIME, LATER, portals=EVERYWHERE | {ALPHA: FOR_SUBSCRIBERS})).provider == BETA
    assert lead(door(THERE, GUESTS, LATER)).provider == BETA
    assert lead(door(HERE, THERE, LIFETIME, LATER)).provider == ALPHA


def test_manage_goes_to_a_live_subscription_if_the_home_account_was_deleted() -> None:
    assert lead(door(GONE, THERE, subscription(account_deleted_at=NOON), LATER)).provider == BETA


def test_manage_opens_another_account_if_the_home_account_was_deleted() -> None:
    assert lead(door(GONE, THERE, subscription(account_deleted_at=NOON))).account == THERE


def test_change_plan_uses_the_only_changeable_subscription_at_home() -> None:
    assert lead(door(HERE, THERE, subscription(), LATER), Intent.CHANGE_PLAN).provider == ALPHA


def test_change_plan_uses_the_only_changeable_subscription_if_home_has_none() -> None:
    led = lead(door(HERE, THERE, subscription(status=SubscriptionStatus.ENDED), LATER), Intent.CHANGE_PLAN)
    assert led.subscription == LATER


@pytest.mark.parametrize("intent", [Intent.CHANGE_PLAN, Intent.CANCEL, Intent.UPDATE_PAYMENT_METHOD])
def test_ambiguous_intent_requires_a_subscription(intent: Intent) -> None:
    several = (subscription("a"), subscription("b"))
    with pytest.raises(SubscriptionRequired) as refused:
        lead(door(HERE, *several), intent)
    assert refused.value.subscriptions == several


@pytest.mark.parametrize("intent", [Intent.CHANGE_PLAN, Intent.CANCEL])
def test_one_off_purchases_cannot_be_changed_or_cancelled(intent: Intent) -> None:
    with pytest.raises(PlanChangeNotSupported) as refused:
        lead(door(HERE, LIFETIME), intent)
    assert refused.value.purchases == (LIFETIME,)


def test_one_off_purchases_allow_manage_and_update_payment_method() -> None:
    assert lead(door(HERE, LIFETIME)).receipt_for == LIFETIME
    assert lead(door(HERE, LIFETIME), Intent.UPDATE_PAYMENT_METHOD).account == HERE


@pytest.mark.parametrize("intent", [Intent.CHANGE_PLAN, Intent.CANCEL, Intent.UPDATE_PAYMENT_METHOD])
def test_named_purchase_allows_only_manage(intent: Intent) -> None:
    with pytest.raises(PlanChangeNotSupported):
        lead(door(HERE, LIFETIME, LATER), intent, buy=ref("order"))
    assert lead(door(HERE, LIFETIME, LATER), buy=ref("order")).receipt_for == LIFETIME


def test_objects_of_other_customers_are_not_found() -> None:
    with pytest.raises(SubscriptionNotFound):
        lead(door(HERE, subscription()), sub=ref("other"))
    with pytest.raises(PurchaseNotFound):
        lead(door(HERE, LIFETIME), buy=ref("other"))


def waiting(at: float) -> ScheduleSnapshot:
    return ScheduleSnapshot(
        ref=ref("plan"),
        kind=ObjectKind.SCHEDULE,
        timestamp=pushed(),
        subscription_id="sub",
        active=True,
        phases=(told_phase("smaller", after(at)),),
    )


@pytest.mark.parametrize(
    ("told", "to_change", "to_cancel"),
    [
        (subscription(), None, None),
        (subscription(status=SubscriptionStatus.TRIALING), None, None),
        (subscription(status=SubscriptionStatus.PAST_DUE), None, None),
        (subscription(status=SubscriptionStatus.ENDED), PortalRestriction.ENDED, PortalRestriction.ENDED),
        (subscription(cancels_at=NOON), PortalRestriction.ENDED, PortalRestriction.ENDED),
        (subscription(cancels_at=NOON + MONTH), None, PortalRestriction.ALREADY_CANCELLING),
        (subscription(plan_restriction=PortalRestriction.SEVERAL_ITEMS), PortalRestriction.SEVERAL_ITEMS, None),
        (subscription(plan_restriction=PortalRestriction.METERED), PortalRestriction.METERED, None),
        (subscription(plan_restriction=PortalRestriction.SEND_INVOICE), PortalRestriction.SEND_INVOICE, None),
        (subscription(schedule=waiting(9999)), PortalRestriction.SCHEDULED_CHANGE, PortalRestriction.SCHEDULED_CHANGE),
        (subscription(schedule=waiting(0)), None, None),
        (subscription(status=SubscriptionStatus.UNPAID), PortalRestriction.STATUS, None),
        (subscription(status=SubscriptionStatus.PAUSED), PortalRestriction.STATUS, None),
        (subscription(status=SubscriptionStatus.INCOMPLETE), PortalRestriction.STATUS, PortalRestriction.STATUS),
        (subscription(status=SubscriptionStatus.UNKNOWN), PortalRestriction.STATUS, PortalRestriction.STATUS),
    ],
)
def test_intent_that_the_portal_cannot_perform_is_refused_with_the_restriction(
    told: Subscription, to_change: PortalRestriction | None, to_cancel: PortalRestriction | None
) -> None:
    assert told.restriction(Intent.CHANGE_PLAN, after(3600)) is to_change
    assert told.restriction(Intent.CANCEL, after(3600)) is to_cancel
    to_pay = PortalRestriction.ENDED if to_change is PortalRestriction.ENDED else None
    assert told.restriction(Intent.UPDATE_PAYMENT_METHOD, after(3600)) is to_pay
    for intent, obstacle in (
        (Intent.CHANGE_PLAN, to_change),
        (Intent.CANCEL, to_cancel),
        (Intent.UPDATE_PAYMENT_METHOD, to_pay),
    ):
        if obstacle is not None:
            with pytest.raises(IntentNotAvailable) as refused:
                lead(door(HERE, told), intent)
            assert refused.value.restriction is obstacle


def test_customer_without_purchases_and_accounts_has_no_portal() -> None:
    for intent in Intent:
        with pytest.raises(NoBillingAccount):
            lead(door(), intent)


def test_linked_account_without_purchases_allows_only_manage() -> None:
    assert lead(door(HERE)).account == HERE
    with pytest.raises(NoBillingAccount):
        lead(door(HERE), Intent.CHANGE_PLAN)


def test_deleted_account_is_skipped_if_there_is_another() -> None:
    other = Account(ref=ref("other"), linked_at=after(9))
    assert lead(door(GONE, other, subscription(status=SubscriptionStatus.ENDED))).account == other


def test_deletion_of_the_only_account_is_reported() -> None:
    with pytest.raises(BillingAccountGone):
        lead(door(GONE, subscription(account_deleted_at=NOON)))
    for intent in (Intent.MANAGE, Intent.UPDATE_PAYMENT_METHOD):
        with pytest.raises(BillingAccountGone):
            lead(door(GONE), intent)


def test_receipt_is_available_after_the_account_was_deleted() -> None:
    led = lead(door(GONE, LIFETIME))
    assert (led.account, led.receipt_for) == (None, LIFETIME)


def test_account_with_a_live_subscription_is_preferred_then_the_most_recently_used() -> None:
    other = Account(ref=ref("other"), linked_at=after(9))
    ended = subscription(status=SubscriptionStatus.ENDED)
    assert (
        lead(
            door(
                HERE,
                other,
                subscription(),
                subscription("b", account=other.ref, created_at=after(5), status=SubscriptionStatus.ENDED),
            )
        ).account
        == HERE
    )
    assert (
        lead(
            door(
                HERE,
                other,
                ended,
                subscription("b", account=other.ref, created_at=after(5), status=SubscriptionStatus.ENDED),
            )
        ).account
        == other
    )


def test_portal_learns_whether_any_plan_there_can_change() -> None:
    assert lead(door(HERE, subscription())).plan_changes
    assert not lead(door(HERE, LIFETIME)).plan_changes
    assert not lead(door(HERE, subscription(status=SubscriptionStatus.ENDED))).plan_changes
