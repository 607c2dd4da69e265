"""A payment through a subscription's invoice is never a one-off purchase."""

from __future__ import annotations

import itertools

import pytest

from domain.billing.purchase_assembly import assemble_purchases
from domain.billing.refunds import refunded_of
from domain.mirror.snapshot import ObjectKind
from domain.one_off_purchase import OneOffPurchase
from domain.ownership.claim import Claim
from domain.ownership.claim_set import ClaimSet
from domain.ownership.resolution import resolve_ownership
from domain.purchases.facet import (
    FacetSnapshot,
    OriginSnapshot,
    PaymentRelation,
    PaymentSnapshot,
    SubscriptionPaymentSnapshot,
)
from domain.purchases.grouping import group_by_shared_keys
from examples import ADA, NOON, claim, dollars, facets, pushed, ref, told_charge, told_payment, told_subscription

ACCOUNT = ref("account")
PAYMENT = told_payment("pi", kind=ObjectKind.PAYMENT)
CHARGE = told_charge(keys=("charge", "pi"))
LINK = PaymentRelation(
    ref=ref("inpay"), kind=ObjectKind.INVOICE_PAYMENT, timestamp=pushed(), keys=("invoice", "pi"), created_at=NOON
)
OF_SUBSCRIPTION = SubscriptionPaymentSnapshot(
    ref=ref("invoice"),
    kind=ObjectKind.SUBSCRIPTION_PAYMENT,
    timestamp=pushed(),
    keys=("invoice",),
    created_at=NOON,
    subscription=ref("sub"),
)
LISTED = OriginSnapshot(ref=ref("pi"), kind=ObjectKind.ORIGIN, timestamp=pushed(), keys=("pi",), created_at=NOON)
ONE_OFF = told_payment("invoice", kind=ObjectKind.INVOICE)


def purchases(*told: FacetSnapshot, subscribed: bool = False) -> tuple[OneOffPurchase, ...]:
    subscribers = frozenset({ACCOUNT}) if subscribed else frozenset()
    return assemble_purchases(facets(*told), catalogue={}, first_payments=frozenset(), subscribers=subscribers)


@pytest.mark.parametrize("subscribed", [True, False])
@pytest.mark.parametrize(
    "voucher",
    [
        PAYMENT,
        told_payment("cs", kind=ObjectKind.CHECKOUT, keys=("cs", "pi")),
        told_payment("invoice", kind=ObjectKind.INVOICE),
        told_payment("pi", kind=ObjectKind.ORDER),
    ],
)
def test_no_confirming_object_makes_a_purchase_of_a_subscription_payment(
    *, voucher: PaymentSnapshot, subscribed: bool
) -> None:
    rest = [PAYMENT, CHARGE, LISTED]
    for size in range(len(rest) + 1):
        for known in itertools.combinations(rest, size):
            told = dict.fromkeys((voucher, LINK, OF_SUBSCRIPTION, *known))
            assert purchases(*told, subscribed=subscribed) == ()


@pytest.mark.parametrize(
    ("known", "subscribed", "bought"),
    [
        ((), False, True),
        ((), True, False),
        ((LISTED,), True, True),
        ((LINK,), False, False),
        ((LINK, LISTED), False, False),
        ((LINK, ONE_OFF), False, True),
        ((LINK, ONE_OFF), True, True),
        ((LINK, LISTED, OF_SUBSCRIPTION), False, False),
    ],
)
def test_payment_with_a_customer_id_is_a_purchase_unless_an_invoice_may_belong_to_it(
    *, known: tuple[FacetSnapshot, ...], subscribed: bool, bought: bool
) -> None:
    assert bool(purchases(PAYMENT, *known, subscribed=subscribed)) is bought


def test_guest_needs_no_list_of_invoices() -> None:
    assert len(purchases(told_payment("pi", kind=ObjectKind.PAYMENT, account=None), subscribed=True)) == 1


def owner(*told: FacetSnapshot, claims: tuple[Claim, ...]) -> str | None:
    known = resolve_ownership(ClaimSet(claims=frozenset(claims)), [told_subscription()], facets(*told))
    winner = known.owner((ObjectKind.CHARGE, ref("charge")), None)
    return winner.customer_id if winner is not None else None


def test_subscription_payment_has_the_owner_of_its_subscription() -> None:
    mine = claim(account=None)
    assert mine.customer_id == ADA
    assert owner(PAYMENT, CHARGE, LINK, OF_SUBSCRIPTION, claims=(mine,)) == ADA
    assert owner(PAYMENT, CHARGE, LINK, claims=(mine,)) is None
    bought = resolve_ownership(
        ClaimSet(claims=frozenset()), [told_subscription()], facets(PAYMENT, CHARGE, LINK, OF_SUBSCRIPTION)
    ).items
    assert [each.subjects for each in bought] == [frozenset({(ObjectKind.SUBSCRIPTION, ref("sub"))})]


@pytest.mark.parametrize("refunded", [40, 99])
def test_refund_of_a_subscription_payment_is_shown_with_the_subscription(refunded: int) -> None:
    back = told_charge(keys=("charge", "pi"), refunded=refunded)
    assert refunded_of(group_by_shared_keys(facets(PAYMENT, back, LINK, OF_SUBSCRIPTION))) == {
        ref("sub"): dollars(refunded)
    }
    assert refunded_of(group_by_shared_keys(facets(PAYMENT, back, LINK))) == {}
    assert refunded_of(group_by_shared_keys(facets(PAYMENT, CHARGE, LINK, OF_SUBSCRIPTION))) == {}
