"""Unproven claims credit purchases but open nothing that could belong to somebody else."""

from __future__ import annotations

from domain.account import Account
from domain.billing.billing import Billing
from domain.customer import Customer
from domain.intent import Intent
from domain.one_off_purchase import OneOffPurchase
from domain.portal.destination import Wish
from domain.portal.router import Door
from domain.subscription import Subscription
from examples import ADA, ALPHA, BETA, NOON, after, facets, ref, subscription, told_payment

THERE = Account(ref=ref("account", BETA), linked_at=after(1))
LATER = subscription("later", provider=BETA, created_at=after(60))
PLANTED = OneOffPurchase(facets=facets(told_payment(account=None)), proven=False)


def door(*things: Account | Subscription | OneOffPurchase) -> Door:
    billing = Billing(
        customer=Customer(id=ADA, registered_at=NOON),
        accounts=tuple(t for t in things if isinstance(t, Account)),
        subscriptions=tuple(t for t in things if isinstance(t, Subscription)),
        purchases=tuple(t for t in things if isinstance(t, OneOffPurchase)),
    )
    return Door(billing=billing, now=after(3600), portals={})


def test_credited_subscription_without_its_account_opens_no_signed_in_portal() -> None:
    credited = subscription(account=ref("strangers"))
    for wish in (Wish(), Wish(intent=Intent.CANCEL), Wish(subscription=credited.ref)):
        led = door(credited).lead(wish)
        assert led.account is None
        assert led.unverified


def test_unproven_purchase_shows_no_receipt() -> None:
    for led in (door(PLANTED).lead(Wish()), door(PLANTED).lead(Wish(purchase=ref("order")))):
        assert led.receipt_for is None
        assert led.unverified


def test_fallback_goes_only_to_a_provider_with_proven_objects() -> None:
    somewhere = door(THERE, PLANTED, LATER).elsewhere(Wish(), ALPHA)
    assert somewhere is not None
    assert somewhere.account == THERE
    assert door(PLANTED, LATER).elsewhere(Wish(), ALPHA) is None
    assert door(THERE, PLANTED, LATER).elsewhere(Wish(intent=Intent.CANCEL), ALPHA) is None
