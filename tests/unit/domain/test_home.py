"""Which provider a customer is at home with, and why."""

from __future__ import annotations

from typing import Any

from domain.account import Account
from domain.billing import Billing
from domain.customer import Customer, Pin
from domain.facet import PaymentStatus
from domain.home import Home, HomeRule, derive_home
from domain.one_off_purchase import OneOffPurchase
from domain.subscription import Status
from examples import ADA, ALPHA, BETA, NOON, after, facets, ref, subscription, told_charge, told_payment


def bought(**facts: Any) -> OneOffPurchase:
    return OneOffPurchase(facets=facets(told_payment(**facts)))


def test_home_is_where_the_first_thing_was_bought_by_the_providers_own_time() -> None:
    later = subscription("sub", created_at=after(60))
    first = bought(provider=BETA, created_at=after(0))
    assert derive_home([later], [first], []) == Home(
        rule=HomeRule.FIRST_PURCHASE, provider=BETA, reference="order", at=after(0)
    )


def test_a_later_purchase_elsewhere_never_moves_home() -> None:
    first = subscription(status=Status.ENDED)
    later = subscription("new", provider=BETA, created_at=after(60))
    home = derive_home([first, later], [], [])
    assert home is not None
    assert home.provider == ALPHA


def test_what_was_never_more_than_incomplete_does_not_count() -> None:
    lapsed = subscription(status=Status.ENDED, lapsed=True)
    incomplete = subscription("other", status=Status.INCOMPLETE)
    assert derive_home([lapsed, incomplete], [], []) is None


def test_what_once_counted_counts_for_ever() -> None:
    unknown = subscription(status=Status.UNKNOWN, counted=True)
    assert derive_home([unknown], [], []) is not None


def test_a_purchase_that_was_never_paid_does_not_count() -> None:
    assert derive_home([], [bought(status=PaymentStatus.FAILED)], []) is None


def test_a_refunded_purchase_counts() -> None:
    refunded = OneOffPurchase(facets=facets(told_payment(), told_charge(refunded=99)))
    home = derive_home([], [refunded], [])
    assert home is not None
    assert home.reference == "order"


def test_ties_go_by_provider_and_id() -> None:
    home = derive_home([subscription("b", provider=BETA), subscription("b"), subscription("a")], [], [])
    assert home is not None
    assert (home.provider, home.reference) == (ALPHA, "a")


def test_who_bought_nothing_is_at_home_where_first_linked() -> None:
    accounts = [Account(ref=ref("late"), linked_at=after(9)), Account(ref=ref("early", BETA), linked_at=after(1))]
    assert derive_home([], [], accounts) == Home(
        rule=HomeRule.FIRST_LINKED, provider=BETA, reference="early", at=after(1)
    )


def test_who_bought_nothing_and_has_no_account_has_no_home() -> None:
    assert derive_home([], [], []) is None


def test_a_pin_is_shown_as_home_and_leaves_the_first_home_as_it_was() -> None:
    customer = Customer(id=ADA, registered_at=NOON, pin=Pin(provider=BETA, at=NOON))
    linked = Account(ref=ref("account", BETA), linked_at=after(9))
    billing = Billing(customer=customer, accounts=(linked,), subscriptions=(subscription(),))
    assert billing.home == Home(rule=HomeRule.PINNED, provider=BETA, reference=None, at=NOON)
    assert billing.first_home is not None
    assert billing.first_home.provider == ALPHA


def test_a_pin_to_where_nothing_is_left_leads_nobody_astray() -> None:
    customer = Customer(id=ADA, registered_at=NOON, pin=Pin(provider=BETA, at=NOON))
    billing = Billing(customer=customer, subscriptions=(subscription(),))
    assert billing.home == billing.first_home


def test_a_pin_to_where_nothing_is_left_is_passed_over() -> None:
    customer = Customer(id=ADA, registered_at=NOON, pin=Pin(provider=BETA, at=NOON))
    billing = Billing(customer=customer, subscriptions=(subscription(),))
    assert billing.home == billing.first_home
