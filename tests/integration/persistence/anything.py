"""Hypothesis strategies for any storable values."""

from __future__ import annotations

from hypothesis import strategies as st

from application.ports.storage.inbox import Delivery, DeliveryStatus
from application.ports.storage.sessions import Session, SessionKind
from domain.account import AccountSnapshot
from domain.catalogue.entry import CatalogueSnapshot
from domain.catalogue.item import Usage
from domain.customer import Customer, CustomerId, HomePin
from domain.intent import PortalRestriction
from domain.lifecycle.arrears import FirstFailureSnapshot, SubscriptionInvoiceSnapshot
from domain.lifecycle.pause import PauseReason, PlannedPause
from domain.lifecycle.phases import Phase
from domain.lifecycle.trial import WithoutPaymentMethod
from domain.mirror.merge import MirrorRecord
from domain.mirror.snapshot import ObjectKind, Snapshot
from domain.mirror.timestamp import ProviderTimestamp
from domain.ownership.claim import AccountUnlink, Claim, Trust
from domain.provider import ProviderRef
from domain.purchases.contents import ContentsSnapshot, PurchasedItem
from domain.purchases.facet import (
    ChargeSnapshot,
    DisputeSnapshot,
    DisputeStatus,
    FacetSnapshot,
    ItemSnapshot,
    OriginSnapshot,
    PaymentRelation,
    PaymentSnapshot,
    PaymentStatus,
    SubscriptionPaymentSnapshot,
)
from domain.subscription import ScheduleSnapshot, SubscriptionSnapshot, SubscriptionStatus
from examples import ALPHA
from integration.persistence.any_items import (
    currencies,
    discounts,
    ids,
    integers,
    moments,
    money,
    pricings,
    several_items,
    texts,
)

refs = st.builds(ProviderRef, provider=st.just(ALPHA), id=ids)
customer_ids = (
    st.from_regex(r"[A-Za-z0-9_:@|+~-]{1,200}", fullmatch=True).filter(lambda id_: id_ != "me").map(CustomerId)
)

_told = {"ref": refs, "timestamp": st.builds(ProviderTimestamp, as_of=moments, fetched_at=st.none() | moments)}
_times = (
    "current_period_start",
    "current_period_end",
    "trial_ends_at",
    "cancels_at",
    "ended_at",
    "resumes_at",
)
subscriptions = st.builds(
    SubscriptionSnapshot,
    **_told,
    kind=st.just(ObjectKind.SUBSCRIPTION),
    account=st.none() | refs,
    status=st.sampled_from(SubscriptionStatus),
    raw_status=texts,
    currency=st.none() | currencies,
    items=several_items,
    discounts=st.lists(ids, max_size=3).map(tuple),
    created_at=moments,
    started_at=moments,
    **{name: st.none() | moments for name in _times},
    collection_paused=st.booleans(),
    never_activated=st.booleans(),
    schedule_id=st.none() | ids,
    initial_order_id=st.none() | ids,
    plan_restriction=st.none() | st.sampled_from(PortalRestriction),
    pause_reason=st.none() | st.sampled_from(PauseReason),
    has_payment_method=st.none() | st.booleans(),
    without_payment_method=st.none() | st.sampled_from(WithoutPaymentMethod),
    pausable=st.booleans(),
)
schedules = st.builds(
    ScheduleSnapshot,
    **_told,
    kind=st.just(ObjectKind.SCHEDULE),
    subscription_id=st.none() | ids,
    active=st.booleans(),
    phases=st.lists(st.builds(Phase, starts_at=moments, items=several_items), max_size=3).map(tuple),
    cancels_at=st.none() | moments,
    pause=st.none() | st.builds(PlannedPause, pauses_at=moments, resumes_at=st.none() | moments),
)
subscription_invoices = st.builds(
    SubscriptionInvoiceSnapshot,
    **_told,
    kind=st.just(ObjectKind.SUBSCRIPTION_INVOICE),
    subscription_id=ids,
    open=st.booleans(),
    created_at=moments,
    due_at=st.none() | moments,
)
first_failures = st.builds(FirstFailureSnapshot, **_told, kind=st.just(ObjectKind.FIRST_FAILURE), subscription_id=ids)
accounts = st.builds(
    AccountSnapshot,
    **_told,
    kind=st.just(ObjectKind.ACCOUNT),
    created_at=st.none() | moments,
    deleted=st.booleans(),
    has_payment_method=st.none() | st.booleans(),
    discounted=st.booleans(),
)
catalogue = st.builds(
    CatalogueSnapshot,
    **_told,
    kind=st.sampled_from([ObjectKind.PRODUCT, ObjectKind.PRICE, ObjectKind.DISCOUNT]),
    name=st.none() | texts,
    product_id=st.none() | ids,
    pricings=st.lists(pricings, max_size=3).map(tuple),
    interval=st.none() | texts,
    interval_count=st.none() | integers,
    one_time=st.none() | st.booleans(),
    usage=st.none() | st.sampled_from(Usage),
    discount=st.none() | discounts,
)
_facet = _told | {
    "account": st.none() | refs,
    "keys": st.lists(ids, max_size=5).map(tuple),
    "payment_id": st.none() | ids,
    "created_at": moments,
}
_purchased_items = st.builds(
    PurchasedItem,
    price_id=st.none() | ids,
    variant_id=st.none() | ids,
    product_id=st.none() | ids,
    name=st.none() | texts,
    quantity=st.none() | integers,
    amount=st.none() | money,
)
facets: st.SearchStrategy[FacetSnapshot] = st.one_of(
    st.builds(
        PaymentSnapshot,
        **_facet,
        kind=st.sampled_from([ObjectKind.CHECKOUT, ObjectKind.ORDER, ObjectKind.INVOICE, ObjectKind.PAYMENT]),
        status=st.sampled_from(PaymentStatus),
        raw_status=texts,
        confirms_one_off=st.booleans(),
        total=st.none() | money,
        refunded=st.none() | money,
        discounted=st.booleans(),
    ),
    st.builds(
        ItemSnapshot,
        **_facet,
        kind=st.just(ObjectKind.ITEM),
        product_id=st.none() | ids,
        price_id=st.none() | ids,
        name=st.none() | texts,
    ),
    st.builds(
        ChargeSnapshot,
        **_facet,
        kind=st.sampled_from([ObjectKind.CHARGE, ObjectKind.CREDIT_NOTE]),
        captured=money,
        refunded=money,
    ),
    st.builds(
        DisputeSnapshot,
        **_facet,
        kind=st.just(ObjectKind.DISPUTE),
        status=st.sampled_from(DisputeStatus),
        amount=st.none() | money,
    ),
    st.builds(
        ContentsSnapshot,
        **_facet,
        kind=st.just(ObjectKind.CONTENTS),
        items=st.lists(_purchased_items, max_size=3).map(tuple),
    ),
    st.builds(SubscriptionPaymentSnapshot, **_facet, kind=st.just(ObjectKind.SUBSCRIPTION_PAYMENT), subscription=refs),
    st.builds(OriginSnapshot, **_facet, kind=st.just(ObjectKind.ORIGIN)),
    st.builds(PaymentRelation, **_facet, kind=st.just(ObjectKind.INVOICE_PAYMENT)),
)
snapshots: st.SearchStrategy[Snapshot] = st.one_of(
    subscriptions, schedules, subscription_invoices, first_failures, accounts, catalogue, facets
)


def mirrored(of: st.SearchStrategy[Snapshot]) -> st.SearchStrategy[MirrorRecord[Snapshot]]:
    versions = st.integers(0, 2**62)
    return st.builds(
        MirrorRecord, snapshot=of, contested_at=st.none() | moments, ever_counted=st.booleans(), version=versions
    )


claims = st.builds(
    Claim,
    customer_id=customer_ids,
    trust=st.sampled_from(Trust),
    kind=st.sampled_from(ObjectKind),
    subject=refs,
    account=st.none() | refs,
    subject_created_at=moments,
    claimed_at=moments,
)
unlinkings = st.builds(AccountUnlink, account=refs, customer_id=customer_ids)
customers = st.builds(
    Customer,
    id=customer_ids,
    registered_at=moments,
    email=st.none() | texts,
    name=st.none() | texts,
    pin=st.none() | st.builds(HomePin, provider=st.just(ALPHA), at=moments),
)
sessions = st.builds(
    Session,
    kind=st.sampled_from(SessionKind),
    digest=texts,
    customer_id=customer_ids,
    return_url=st.none() | texts,
    expires_at=moments,
)
deliveries = st.builds(
    Delivery,
    provider=st.just(ALPHA),
    key=texts,
    type=texts,
    status=st.sampled_from(DeliveryStatus),
    received_at=moments,
    told_at=st.none() | moments,
    payload=texts,
    attempts=st.integers(0, 100),
    applied_at=st.none() | moments,
    next_attempt_at=st.none() | moments,
    error=st.none() | texts,
    subject=st.none() | st.tuples(st.sampled_from(ObjectKind), refs),
    account=st.none() | refs,
)
