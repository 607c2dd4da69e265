"""What is credited on an unproven word opens nothing that could be a stranger's."""

from __future__ import annotations

from domain.account import Account
from domain.billing import Billing
from domain.customer import Customer
from domain.destination import Wish
from domain.door import Door
from domain.intent import Intent
from domain.one_off_purchase import OneOffPurchase
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


def test_what_is_credited_without_its_account_opens_nothing_signed_in() -> None:
    credited = subscription(account=ref("strangers"))
    for wish in (Wish(), Wish(intent=Intent.CANCEL), Wish(subscription=credited.ref)):
        led = door(credited).lead(wish)
        assert led.account is None
        assert led.unverified


def test_an_unproven_purchase_shows_nobody_its_receipt() -> None:
    for led in (door(PLANTED).lead(Wish()), door(PLANTED).lead(Wish(purchase=ref("order")))):
        assert led.receipt_for is None
        assert led.unverified


def test_elsewhere_is_only_where_something_proven_lives() -> None:
    somewhere = door(THERE, PLANTED, LATER).elsewhere(Wish(), ALPHA)
    assert somewhere is not None
    assert somewhere.account == THERE
    assert door(PLANTED, LATER).elsewhere(Wish(), ALPHA) is None
    assert door(THERE, PLANTED, LATER).elsewhere(Wish(intent=Intent.CANCEL), ALPHA) is None
