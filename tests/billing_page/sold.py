"""Purchases of the customers in the Billing page's examples."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from domain.catalogue.discount import Discount, Duration
from domain.catalogue.entry import CatalogueSnapshot
from domain.catalogue.item import Usage
from domain.catalogue.pricing import Pricing, Scheme
from domain.lifecycle.arrears import SubscriptionInvoiceSnapshot
from domain.lifecycle.pause import PlannedPause
from domain.mirror.snapshot import ObjectKind
from domain.money import Money
from domain.provider import ProviderName
from domain.purchases.contents import ContentsSnapshot, PurchasedItem
from domain.purchases.facet import ChargeSnapshot, ItemSnapshot, PaymentSnapshot
from domain.subscription import ScheduleSnapshot, SubscriptionSnapshot
from examples import (
    MONTH,
    NOON,
    dollars,
    pushed,
    ref,
    told_charge,
    told_contents,
    told_invoice,
    told_item,
    told_payment,
    told_phase,
    told_plan,
    told_subscription,
)

STRIPE, LEMONSQUEEZY = ProviderName("stripe"), ProviderName("lemonsqueezy")
PRO = told_plan("pro_monthly", dollars(19), product_id="pro", name="Pro")
TEAM = told_plan("team_yearly", dollars(90), product_id="team", name="Team", interval="year", quantity=5)
METERED = told_plan(
    "usage",
    Money(amount=2, currency="USD"),
    product_id="usage",
    name="API calls",
    quantity=None,
    usage=Usage.METERED,
)
IN_YEN = told_plan(
    "pro_yen", Money(amount=2900, currency="JPY", exponent=0), product_id="pro", name="Pro", interval_count=3
)


SEATS = told_plan("basic_monthly", dollars(9), product_id="basic", name="Basic", quantity=2)
PACKAGES = told_plan(
    "packages",
    product_id="packages",
    name="Credits",
    quantity=25,
    pricing=Pricing(scheme=Scheme.PACKAGE, currency="USD", amount=Decimal(5000), package_size=10),
)
TENTHS = told_plan(
    "tenths",
    product_id="tenths",
    name="Messages",
    quantity=None,
    usage=Usage.METERED,
    pricing=Pricing(scheme=Scheme.PER_UNIT, currency="USD", amount=Decimal("0.8")),
)
TIERS = told_plan(
    "tiers", product_id="tiers", name="Seats", quantity=3, pricing=Pricing(scheme=Scheme.GRADUATED, currency="USD")
)
HALF = CatalogueSnapshot(
    ref=ref("sub:half", STRIPE),
    kind=ObjectKind.DISCOUNT,
    timestamp=pushed(),
    discount=Discount(duration=Duration.FOREVER, percent_off=Decimal(50)),
)


def subscribed(id_: str = "sub", provider: ProviderName = STRIPE, **facts: Any) -> SubscriptionSnapshot:
    """Build a monthly subscription to Pro since noon."""
    return told_subscription(id_, provider=provider, **{"items": (PRO,), **facts})


def owed(since: datetime) -> SubscriptionInvoiceSnapshot:
    """Build an open invoice of the subscription `sub`."""
    return told_invoice(ref=ref("invoice", STRIPE), created_at=since)


def bought(
    id_: str = "order", provider: ProviderName = STRIPE, *, name: str | None = "Lifetime licence", **facts: Any
) -> tuple[PaymentSnapshot, ItemSnapshot]:
    """Build a purchase from half a year before noon."""
    told = {"account": ref("account", provider), "created_at": NOON - 6 * MONTH, **facts}
    payment = told_payment(id_, provider=provider, **told)
    return payment, told_item(id_, ref=ref(id_, provider), account=told["account"], name=name, product_id=None)


def told_line(**facts: Any) -> PurchasedItem:
    return PurchasedItem(**{"name": "Lifetime licence", "quantity": 1, "amount": dollars(99), **facts})


def contents(*items: PurchasedItem) -> ContentsSnapshot:
    """Return the contents of the purchase `order`."""
    return told_contents("order", *items, ref=ref("order", STRIPE))


def refunded(amount: int, *, provider: ProviderName = STRIPE, **facts: Any) -> ChargeSnapshot:
    return told_charge(ref=ref("charge", provider), refunded=amount, **facts)


def pausing(at: datetime, until: datetime | None = None) -> ScheduleSnapshot:
    """Build a pause of the subscription `sub`."""
    return replace(planned(), phases=(), pause=PlannedPause(pauses_at=at, resumes_at=until))


def planned(plan: str = "basic", *, in_days: int = 30) -> ScheduleSnapshot:
    """Build a plan change of the subscription `sub`."""
    return ScheduleSnapshot(
        ref=ref("schedule", STRIPE),
        kind=ObjectKind.SCHEDULE,
        timestamp=pushed(),
        subscription_id="sub",
        active=True,
        phases=(told_phase(plan, NOON + timedelta(days=in_days)),),
    )
