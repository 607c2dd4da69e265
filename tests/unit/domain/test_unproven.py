"""Unproven claims credit purchases but open nothing that could belong to somebody else."""

from __future__ import annotations

from domain.account import Account
from domain.billing.billing import Billing
from domain.customer import Customer
from domain.intent import Intent
from domain.one_off_purchase import OneOffPurchase
from domain.portal.destination import PortalTarget
from domain.portal.router import PortalRouter
from domain.subscription import Subscription
from examples import ADA, ALPHA, BETA, NOON, after, facets, ref, subscription, told_payment

THERE = Account(ref=ref("account", BETA), linked_at=after(1))
LATER = subscription("later", provider=BETA, created_at=after(60))
PLANTED = OneOffPurchase(facets=facets(told_payment(account=None)), verified=False)


def door(*things: Account | Subscription | OneOffPurchase) -> PortalRouter:
    billing = Billing(
        customer=Customer(id=ADA, registered_at=NOON),
        accounts=tuple(t for t in things if isinstance(t, Account)),
        subscriptions=tuple(t for t in things if isinstance(t, Subscription)),
        purchases=tuple(t for t in things if isinstance(t, OneOffPurchase)),
    )
    return PortalRouter(billing=billing, now=after(3600), portals={})


def test_credited_subscription_without_its_account_opens_no_signed_in_portal() -> None:
    credited = subscription(account=ref("strangers"))
    for wish in (PortalTarget(), PortalTarget(intent=Intent.CANCEL), PortalTarget(subscription=credited.ref)):
        led = door(credited).route(wish)
        assert led.account is None
        assert led.unverified


def test_unproven_purchase_shows_no_receipt() -> None:
    for led in (door(PLANTED).route(PortalTarget()), door(PLANTED).route(PortalTarget(purchase=ref("order")))):
        assert led.receipt_for is None
        assert led.unverified


def test_fallback_goes_only_to_a_provider_with_proven_objects() -> None:
    somewhere = door(THERE, PLANTED, LATER).fallback(PortalTarget(), ALPHA)
    assert somewhere is not None
    assert somewhere.account == THERE
    assert door(PLANTED, LATER).fallback(PortalTarget(), ALPHA) is None
    assert door(THERE, PLANTED, LATER).fallback(PortalTarget(intent=Intent.CANCEL), ALPHA) is None
