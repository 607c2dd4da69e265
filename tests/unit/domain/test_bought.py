"""The earliest purchases of an account."""

from __future__ import annotations

from domain.mirror.snapshot import ObjectKind, Snapshot
from domain.ownership.first_purchases import AccountPurchase, first_purchases
from domain.purchases.facet import FacetSnapshot
from domain.purchases.grouping import group_by_shared_keys
from domain.subscription import SubscriptionSnapshot
from examples import BETA, after, known, ref, told_charge, told_payment, told_subscription

SUBSCRIPTION, ORDER = (ObjectKind.SUBSCRIPTION, ref("sub")), (ObjectKind.ORDER, ref("order"))


def firsts(*told: Snapshot) -> list[AccountPurchase]:
    subscriptions = [each for each in told if isinstance(each, SubscriptionSnapshot)]
    facets = [known(each) for each in told if isinstance(each, FacetSnapshot)]
    return sorted(
        first_purchases(subscriptions, group_by_shared_keys(facets)),
        key=lambda each: (each.account, sorted(each.subjects)),
    )


def test_earliest_purchase_of_each_account_is_found() -> None:
    found = firsts(
        told_subscription(created_at=after(9)),
        told_payment(created_at=after(1)),
        told_payment("elsewhere", provider=BETA, created_at=after(5)),
    )
    assert [(each.account, each.since) for each in found] == [
        (ref("account"), after(1)),
        (ref("account", BETA), after(5)),
    ]
    assert ORDER in found[0].subjects
    assert SUBSCRIPTION not in found[0].subjects


def test_purchases_created_at_the_same_time_all_count_as_first() -> None:
    assert len(firsts(told_subscription(), told_payment())) == 2


def test_subscription_and_its_initial_order_are_one_purchase() -> None:
    opened = told_subscription(initial_order_id="order", created_at=after(1))
    assert firsts(opened)[0].subjects >= {SUBSCRIPTION, ORDER}
    (found,) = firsts(opened, told_payment())
    assert (found.since, found.subjects >= {SUBSCRIPTION, ORDER}) == (after(0), True)


def test_objects_of_one_purchase_are_grouped() -> None:
    checkout = told_payment("checkout", kind=ObjectKind.CHECKOUT, keys=("checkout", "invoice"))
    (found,) = firsts(checkout, told_payment("invoice", kind=ObjectKind.INVOICE))
    assert found.subjects >= {(ObjectKind.CHECKOUT, ref("checkout")), (ObjectKind.INVOICE, ref("invoice"))}


def test_guest_purchases_and_unconfirmed_charges_are_not_first_purchases() -> None:
    assert firsts(told_payment(account=None), told_charge("charge", keys=("charge",))) == []
