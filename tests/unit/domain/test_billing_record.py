"""A shortened billing record gives the same answers as the whole one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from application.portal.billing_pages import page_of_purchases, page_of_subscriptions
from domain.account import Account
from domain.billing.billing import Billing
from domain.billing.record import MAX_LISTED, BillingRecord
from domain.catalogue.entry import Catalogue, CatalogueSnapshot
from domain.customer import Customer
from domain.intent import Intent
from domain.mirror.snapshot import ObjectKind
from domain.one_off_purchase import OneOffPurchase
from domain.portal.capabilities import PortalCapabilities
from domain.portal.router import PortalRouter
from domain.provider import ProviderName
from domain.purchases.facet import PaymentStatus
from domain.subscription import Subscription, SubscriptionStatus
from examples import ADA, ALPHA, BETA, NOON, after, facets, pushed, ref, subscription, told_item, told_payment

CUSTOMER = Customer(id=ADA, registered_at=NOON)
NOW = after(1_000_000)
GRACE = timedelta(days=14)
ACCOUNT = Account(ref=ref("account"), linked_at=NOON)
MANY = 3 * MAX_LISTED
PORTALS = {name: PortalCapabilities(pages=frozenset(Intent)) for name in (ALPHA, BETA)}


def bought(number: int, provider: ProviderName = ALPHA, **facts: Any) -> OneOffPurchase:
    name = f"order_{number}"
    paid = told_payment(name, provider=provider, created_at=after(number), **facts)
    return OneOffPurchase(facets=facets(paid, told_item(name, ref=paid.ref, price_id="price")))


def recurring(*ids: str) -> Catalogue:
    prices = [CatalogueSnapshot(ref=ref(i), kind=ObjectKind.PRICE, timestamp=pushed(), one_time=False) for i in ids]
    return {price.key: price for price in prices}


def ended(number: int) -> Subscription:
    return subscription(f"sub_{number}", status=SubscriptionStatus.ENDED, created_at=after(number))


def record(subscriptions: Sequence[Subscription], purchases: Sequence[OneOffPurchase]) -> BillingRecord:
    return BillingRecord(accounts=(ACCOUNT,), subscriptions=tuple(subscriptions), purchases=tuple(purchases))


def answers(billing: Billing) -> tuple[object, ...]:
    """Everything that takes all purchases and subscriptions into account, and the first pages."""
    door, index = PortalRouter(billing=billing, now=NOW, portals=PORTALS), billing.index
    summary = index.subscribed_at, index.purchased_at, index.unverified_at, index.first_used_at, index.last_used_at
    return (
        billing.access(NOW, grace=GRACE),
        billing.home,
        door.available_intents(),
        summary,
        {provider: billing.with_receipt(provider) for provider in (ALPHA, BETA)},
        page_of_subscriptions(billing.subscriptions, NOW),
        page_of_purchases(billing.purchases),
    )


RUNNING = subscription("running", created_at=after(5))
HOLDINGS = {
    "purchases": ((), [bought(n) for n in range(MANY)]),
    "one purchase more than is listed": ((), [bought(n) for n in range(MAX_LISTED + 1)]),
    "unpaid purchases after a paid one": (
        (),
        [bought(0), *(bought(n, status=PaymentStatus.FAILED) for n in range(1, MANY))],
    ),
    "a guest's purchase first": ((), [bought(0, account=None), *(bought(n) for n in range(1, MANY))]),
    "another provider first": ((), [bought(0, BETA), *(bought(n) for n in range(1, MANY))]),
    "ended subscriptions": ([ended(n) for n in range(MANY)], ()),
    "an unpaid subscription first": (
        [
            subscription("first", status=SubscriptionStatus.UNPAID, created_at=after(-1)),
            *(ended(n) for n in range(MANY)),
        ],
        [bought(n, status=PaymentStatus.FAILED) for n in range(MANY)],
    ),
    "running among ended": (
        [*(ended(n) for n in range(5)), RUNNING, *(ended(n) for n in range(6, MANY))],
        [bought(n) for n in range(MANY)],
    ),
}


@pytest.mark.parametrize("name", HOLDINGS)
def test_shortened_record_answers_as_the_whole_one(name: str) -> None:
    whole = record(*HOLDINGS[name])
    short = whole.shortened({})
    assert len(short.subscriptions) + len(short.purchases) <= 2 * (MAX_LISTED + 2)
    assert answers(short.billing(CUSTOMER, {})) == answers(whole.billing(CUSTOMER, {}))


def test_small_record_is_kept_whole() -> None:
    whole = record([ended(n) for n in range(MAX_LISTED)], [bought(n) for n in range(MAX_LISTED)])
    assert whole.shortened({}) is whole


def test_recurring_purchases_are_no_purchases_of_a_shortened_record() -> None:
    first = told_payment("month", created_at=after(-9))
    monthly = OneOffPurchase(facets=facets(first, told_item("month", price_id="m")))
    whole = record((), [monthly, *(bought(n) for n in range(MANY))])
    catalogue = recurring("m")
    short = whole.shortened(catalogue)
    assert short.agrees_with(catalogue)
    assert answers(short.billing(CUSTOMER, catalogue)) == answers(whole.billing(CUSTOMER, catalogue))


def test_shortened_record_disagrees_with_a_catalogue_in_which_a_price_recurs_or_no_longer_does() -> None:
    short = record((), [bought(n) for n in range(MANY)]).shortened({})
    assert short.agrees_with({})
    assert not short.agrees_with(recurring("price"))
    catalogue = recurring("price")
    monthly = OneOffPurchase(facets=facets(told_payment("month"), told_item("month", price_id="m")))
    short = record((), [monthly, *(bought(n) for n in range(MANY))]).shortened(recurring("m"))
    assert not short.agrees_with({})
    assert not short.agrees_with(catalogue)
