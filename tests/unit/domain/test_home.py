"""Home provider and the rule that decided it."""

from __future__ import annotations

from typing import Any

from domain.account import Account
from domain.billing.billing import Billing
from domain.billing.home import HomeProvider, HomeRule, derive_home
from domain.customer import Customer, HomePin
from domain.one_off_purchase import OneOffPurchase
from domain.purchases.facet import PaymentStatus
from domain.subscription import SubscriptionStatus
from examples import ADA, ALPHA, BETA, NOON, after, facets, ref, subscription, told_charge, told_payment


def bought(**facts: Any) -> OneOffPurchase:
    return OneOffPurchase(facets=facets(told_payment(**facts)))


def test_home_is_the_provider_of_the_earliest_purchase_by_provider_time() -> None:
    later = subscription("sub", created_at=after(60))
    first = bought(provider=BETA, created_at=after(0))
    assert derive_home([later], [first], []) == HomeProvider(
        rule=HomeRule.FIRST_PURCHASE, provider=BETA, reference="order", at=after(0)
    )


def test_later_purchase_at_another_provider_never_changes_home() -> None:
    first = subscription(status=SubscriptionStatus.ENDED)
    later = subscription("new", provider=BETA, created_at=after(60))
    home = derive_home([first, later], [], [])
    assert home is not None
    assert home.provider == ALPHA


def test_incomplete_subscription_does_not_determine_home() -> None:
    lapsed = subscription(status=SubscriptionStatus.ENDED, never_activated=True)
    incomplete = subscription("other", status=SubscriptionStatus.INCOMPLETE)
    assert derive_home([lapsed, incomplete], [], []) is None


def test_subscription_that_once_counted_keeps_counting() -> None:
    unknown = subscription(status=SubscriptionStatus.UNKNOWN, counted=True)
    assert derive_home([unknown], [], []) is not None


def test_unpaid_purchase_does_not_determine_home() -> None:
    assert derive_home([], [bought(status=PaymentStatus.FAILED)], []) is None


def test_refunded_purchase_still_determines_home() -> None:
    refunded = OneOffPurchase(facets=facets(told_payment(), told_charge(refunded=99)))
    home = derive_home([], [refunded], [])
    assert home is not None
    assert home.reference == "order"


def test_ties_are_broken_by_provider_and_id() -> None:
    home = derive_home([subscription("b", provider=BETA), subscription("b"), subscription("a")], [], [])
    assert home is not None
    assert (home.provider, home.reference) == (ALPHA, "a")


def test_home_without_purchases_is_the_provider_of_the_first_linked_account() -> None:
    accounts = [Account(ref=ref("late"), linked_at=after(9)), Account(ref=ref("early", BETA), linked_at=after(1))]
    assert derive_home([], [], accounts) == HomeProvider(
        rule=HomeRule.FIRST_LINKED, provider=BETA, reference="early", at=after(1)
    )


def test_customer_without_purchases_and_accounts_has_no_home() -> None:
    assert derive_home([], [], []) is None


def test_pin_replaces_home_and_keeps_the_derived_home() -> None:
    customer = Customer(id=ADA, registered_at=NOON, pin=HomePin(provider=BETA, at=NOON))
    linked = Account(ref=ref("account", BETA), linked_at=after(9))
    billing = Billing(customer=customer, accounts=(linked,), subscriptions=(subscription(),))
    assert billing.home == HomeProvider(rule=HomeRule.PINNED, provider=BETA, reference=None, at=NOON)
    assert billing.derived_home is not None
    assert billing.derived_home.provider == ALPHA


def test_pin_to_a_provider_without_accounts_is_ignored() -> None:
    customer = Customer(id=ADA, registered_at=NOON, pin=HomePin(provider=BETA, at=NOON))
    billing = Billing(customer=customer, subscriptions=(subscription(),))
    assert billing.home == billing.derived_home
