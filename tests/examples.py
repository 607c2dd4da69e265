"""Small sample values for tests; each is complete, and a test sets only the fields it is about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from domain.account import AccountSnapshot
from domain.catalogue.item import SubscriptionItem
from domain.catalogue.pricing import Pricing
from domain.customer import CustomerId
from domain.lifecycle.arrears import FirstFailureSnapshot, SubscriptionInvoiceSnapshot
from domain.lifecycle.phases import Phase
from domain.mirror.merge import MirrorRecord, S
from domain.mirror.snapshot import ObjectKind
from domain.mirror.timestamp import ProviderTimestamp
from domain.money import Money
from domain.ownership.claim import Claim, Trust
from domain.provider import ProviderName, ProviderRef
from domain.purchases.contents import ContentsSnapshot, PurchasedItem
from domain.purchases.facet import (
    ChargeSnapshot,
    DisputeSnapshot,
    DisputeStatus,
    FacetSnapshot,
    ItemSnapshot,
    PaymentSnapshot,
    PaymentStatus,
)
from domain.subscription import Subscription, SubscriptionSnapshot, SubscriptionStatus

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
MONTH = timedelta(days=30)
ALPHA = ProviderName("alpha")
BETA = ProviderName("beta")
ADA = CustomerId("ada")
BOB = CustomerId("bob")


def after(seconds: float) -> datetime:
    """Return the time this many seconds after the noon at which the examples start."""
    return NOON + timedelta(seconds=seconds)


def ref(id_: str, provider: ProviderName = ALPHA) -> ProviderRef:
    return ProviderRef(provider=provider, id=id_)


def pushed(seconds: float = 0) -> ProviderTimestamp:
    return ProviderTimestamp(as_of=after(seconds))


def fetched(seconds: float = 0, *, as_of: float | None = None) -> ProviderTimestamp:
    return ProviderTimestamp(as_of=after(seconds if as_of is None else as_of), fetched_at=after(seconds))


def dollars(amount: int) -> Money:
    return Money(amount=amount * 100, currency="USD")


def told_plan(id_: str = "basic", price: Money | None = None, **facts: Any) -> SubscriptionItem:
    """Return the item of a subscription, ten dollars a month by default."""
    told = {
        "id": id_,
        "product_id": "product",
        "pricing": Pricing.per_unit(price or dollars(10)),
        "interval": "month",
        "interval_count": 1,
        "quantity": 1,
    }
    return SubscriptionItem(**{**told, **facts})


def told_phase(id_: str, at: datetime, quantity: int = 1) -> Phase:
    """Return a phase of a schedule with only a plan."""
    return Phase(starts_at=at, items=(SubscriptionItem(id=id_, price_id=id_, quantity=quantity),))


def told_subscription(id_: str = "sub", **facts: Any) -> SubscriptionSnapshot:
    provider = facts.pop("provider", ALPHA)
    told = {
        "ref": ref(id_, provider),
        "kind": ObjectKind.SUBSCRIPTION,
        "timestamp": pushed(),
        "account": ref("account", provider),
        "status": SubscriptionStatus.ACTIVE,
        "raw_status": "active",
        "items": (told_plan(),),
        "created_at": NOON,
        "started_at": NOON,
        "current_period_start": NOON,
        "current_period_end": NOON + MONTH,
    }
    return SubscriptionSnapshot(**{**told, **facts})


def subscription(id_: str = "sub", **facts: Any) -> Subscription:
    beside = ("schedule", "arrears_since", "account_deleted_at", "account_has_payment_method", "discounts")
    around = {name: facts.pop(name) for name in beside if name in facts}
    counted = facts.pop("counted", None)
    snapshot = told_subscription(id_, **facts)
    counts = snapshot.counts_as_purchase if counted is None else counted
    return Subscription(snapshot=snapshot, counted=counts, items=snapshot.items, **around)


def told_invoice(id_: str = "invoice", **facts: Any) -> SubscriptionInvoiceSnapshot:
    told = {
        "ref": ref(id_),
        "kind": ObjectKind.SUBSCRIPTION_INVOICE,
        "timestamp": pushed(),
        "subscription_id": "sub",
        "open": True,
        "created_at": NOON,
    }
    return SubscriptionInvoiceSnapshot(**{**told, **facts})


def told_first_failure(id_: str = "invoice", **facts: Any) -> FirstFailureSnapshot:
    told = {"ref": ref(id_), "kind": ObjectKind.FIRST_FAILURE, "timestamp": pushed(), "subscription_id": "sub"}
    return FirstFailureSnapshot(**{**told, **facts})


def told_payment(id_: str = "order", **facts: Any) -> PaymentSnapshot:
    provider = facts.pop("provider", ALPHA)
    told = {
        "ref": ref(id_, provider),
        "kind": ObjectKind.ORDER,
        "timestamp": pushed(),
        "account": ref("account", provider),
        "keys": (id_,),
        "created_at": NOON,
        "status": PaymentStatus.PAID,
        "raw_status": "paid",
        "confirms_one_off": True,
        "total": dollars(99),
    }
    return PaymentSnapshot(**{**told, **facts})


def told_item(id_: str = "order", **facts: Any) -> ItemSnapshot:
    told = {
        "ref": ref(id_),
        "kind": ObjectKind.ITEM,
        "timestamp": pushed(),
        "keys": (id_,),
        "created_at": NOON,
        "product_id": "lifetime",
        "price_id": "lifetime_price",
    }
    return ItemSnapshot(**{**told, **facts})


def told_contents(id_: str = "order", *items: PurchasedItem, **facts: Any) -> ContentsSnapshot:
    told = {
        "ref": ref(id_),
        "kind": ObjectKind.CONTENTS,
        "timestamp": pushed(),
        "keys": (id_,),
        "created_at": NOON,
        "items": items,
    }
    return ContentsSnapshot(**{**told, **facts})


def told_charge(id_: str = "charge", *, refunded: int = 0, **facts: Any) -> ChargeSnapshot:
    told = {
        "ref": ref(id_),
        "kind": ObjectKind.CHARGE,
        "timestamp": pushed(),
        "keys": (id_, "order"),
        "created_at": NOON,
        "captured": dollars(99),
        "refunded": dollars(refunded),
    }
    return ChargeSnapshot(**{**told, **facts})


def told_dispute(id_: str = "dispute", status: DisputeStatus = DisputeStatus.OPEN, **facts: Any) -> DisputeSnapshot:
    told = {
        "ref": ref(id_),
        "kind": ObjectKind.DISPUTE,
        "timestamp": pushed(),
        "keys": (id_, "order"),
        "created_at": NOON,
        "status": status,
    }
    return DisputeSnapshot(**{**told, **facts})


def told_account(id_: str = "account", **facts: Any) -> AccountSnapshot:
    told = {"ref": ref(id_), "kind": ObjectKind.ACCOUNT, "timestamp": pushed(), "created_at": NOON}
    return AccountSnapshot(**{**told, **facts})


def known(snapshot: S, **facts: Any) -> MirrorRecord[S]:
    return MirrorRecord(snapshot=snapshot, ever_counted=facts.pop("counted", snapshot.counts_as_purchase), **facts)


def facets(*told: FacetSnapshot) -> tuple[MirrorRecord[FacetSnapshot], ...]:
    return tuple(known(snapshot) for snapshot in told)


def claim(
    customer: CustomerId = ADA,
    trust: Trust = Trust.SELLER,
    *,
    subject: str = "sub",
    account: str | None = "account",
    **facts: Any,
) -> Claim:
    provider = facts.pop("provider", ALPHA)
    said = {
        "customer_id": customer,
        "trust": trust,
        "kind": ObjectKind.SUBSCRIPTION,
        "subject": ref(subject, provider),
        "account": ref(account, provider) if account else None,
        "subject_created_at": NOON,
        "claimed_at": NOON,
    }
    return Claim(**{**said, **facts})
