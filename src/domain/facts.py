"""From the facts that storage holds to one customer's billing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from domain.account import Account, AccountSnapshot
from domain.arrears import SubscriptionInvoiceSnapshot, in_arrears_since
from domain.belongings import Belongings, belongings
from domain.billing import Billing
from domain.catalogued import Catalogue, completed
from domain.claim import Claim, CustomerId, Trust
from domain.customer import Customer
from domain.discount import Discount
from domain.facet import PaymentSnapshot
from domain.item import SubscriptionItem
from domain.mirrored import Mirrored
from domain.ownership import Ownership
from domain.provider import Ref
from domain.purchases import Facet, assemble
from domain.snapshot import ObjectKind
from domain.subscription import ScheduleSnapshot, Subscription, SubscriptionSnapshot
from domain.subscription_refunds import refunded_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerFacts:
    """All that may concern one customer; it may hold more than is theirs, ownership decides here and not in storage.

    `ownership` is what was said, and what was bought decides how far that reaches. So with every account that somebody
    was named for come all its subscriptions and purchases; and with one facet all that share a key with it. Schedules
    are by the reference of their subscription. `open_invoices`: of all these subscriptions; `first_failures`: when the
    first attempt to collect one of them failed, by the reference of the invoice.
    """

    customer: Customer
    ownership: Ownership
    accounts: dict[Ref, AccountSnapshot] = field(default_factory=dict)
    subscriptions: tuple[Mirrored[SubscriptionSnapshot], ...] = ()
    schedules: dict[Ref, ScheduleSnapshot] = field(default_factory=dict)
    open_invoices: tuple[SubscriptionInvoiceSnapshot, ...] = ()
    first_failures: dict[Ref, datetime] = field(default_factory=dict)
    facets: tuple[Facet, ...] = ()
    catalogue: Catalogue = field(default_factory=dict)


def belongings_in(facts: CustomerFacts) -> Belongings:
    """Return the decision on who owns each of the facts."""
    return belongings(facts.ownership, (told.snapshot for told in facts.subscriptions), facts.facets)


def billing_of(facts: CustomerFacts) -> Billing:
    """What of the facts is this customer's."""
    mine = facts.customer.id
    known = belongings_in(facts)
    linked = {ref: known.ownership.linked_at(ref, mine) for ref in known.ownership.accounts}
    accounts = [
        Account(ref=ref, linked_at=linked_at, deleted_at=_deleted_at(facts, ref))
        for ref, linked_at in linked.items()
        if linked_at is not None
    ]
    refunded = refunded_of(facts.facets)
    subscriptions = [
        replace(_subscription(facts, told), refunded=refunded.get(told.snapshot.ref))
        for told in facts.subscriptions
        if _owning(mine, known.owner(told.snapshot.key, told.snapshot.account)) is not None
    ]
    first_payments = frozenset(
        s.snapshot.ref.sibling(s.snapshot.opened_by_order) for s in facts.subscriptions if s.snapshot.opened_by_order
    )
    subscribers = frozenset(s.snapshot.account for s in facts.subscriptions if s.snapshot.account is not None)
    bought = assemble(facts.facets, catalogue=facts.catalogue, first_payments=first_payments, subscribers=subscribers)
    purchases = [
        replace(purchase, proven=claim.trust > Trust.UNSIGNED)
        for purchase in bought
        if (claim := _owning(mine, known.owner(purchase.leading.key, purchase.account))) is not None
    ]
    return Billing(
        customer=facts.customer,
        accounts=tuple(sorted(accounts, key=lambda a: (a.linked_at, a.ref))),
        subscriptions=tuple(sorted(subscriptions, key=lambda s: (s.snapshot.created_at, s.ref))),
        purchases=tuple(purchases),
    )


def _owning(customer_id: CustomerId, claim: Claim | None) -> Claim | None:
    """The claim, if it is this customer's."""
    return claim if claim is not None and claim.customer_id == customer_id else None


def _deleted_at(facts: CustomerFacts, ref: Ref | None) -> datetime | None:
    account = facts.accounts.get(ref) if ref is not None else None
    return account.stamp.as_of if account is not None and account.deleted else None


def _subscription(facts: CustomerFacts, known: Mirrored[SubscriptionSnapshot]) -> Subscription:
    snapshot = known.snapshot
    account = facts.accounts.get(snapshot.account) if snapshot.account is not None else None
    invoices = (each for each in facts.open_invoices if each.ref.sibling(each.subscription_id) == snapshot.ref)
    items, schedule = _items(facts, snapshot), facts.schedules.get(snapshot.ref)
    return Subscription(
        snapshot=snapshot,
        counted=known.counted,
        contested=known.contested_at is not None,
        items=items,
        discounts=_discounts(facts, snapshot, account),
        schedule=_completed(facts, schedule, items, _charged(facts, snapshot)) if schedule is not None else None,
        arrears_since=in_arrears_since(invoices, facts.first_failures),
        account_deleted_at=_deleted_at(facts, snapshot.account),
        account_has_payment_method=account.has_payment_method if account is not None else None,
    )


def _items(facts: CustomerFacts, snapshot: SubscriptionSnapshot) -> tuple[SubscriptionItem, ...]:
    currency = _charged(facts, snapshot)
    return tuple(completed(item, facts.catalogue, beside=snapshot.ref, currency=currency) for item in snapshot.items)


def _completed(
    facts: CustomerFacts, schedule: ScheduleSnapshot, items: tuple[SubscriptionItem, ...], currency: str | None
) -> ScheduleSnapshot:
    """The schedule with what is known of the items of its phases, from the subscription or from the catalogue."""
    present = {item.id: item for item in items}

    def known(item: SubscriptionItem) -> SubscriptionItem:
        if item.id in present:
            return replace(present[item.id], quantity=item.quantity)
        return completed(item, facts.catalogue, beside=schedule.ref, currency=currency)

    return replace(
        schedule, phases=tuple(replace(each, items=tuple(map(known, each.items))) for each in schedule.phases)
    )


def _discounts(
    facts: CustomerFacts, snapshot: SubscriptionSnapshot, account: AccountSnapshot | None
) -> tuple[Discount | None, ...]:
    """Its own discounts, or else that of its account or of the order that opened it, of which no more is known."""
    if snapshot.discounts:
        return tuple(_discount(facts, snapshot.ref.sibling(id_)) for id_ in snapshot.discounts)
    opening = _opening(facts, snapshot)
    inherited = (account is not None and account.discounted) or (opening is not None and opening.discounted)
    return (None,) if inherited else ()


def _discount(facts: CustomerFacts, ref: Ref) -> Discount | None:
    entry = facts.catalogue.get((ObjectKind.DISCOUNT, ref))
    return entry.discount if entry is not None else None


def _charged(facts: CustomerFacts, snapshot: SubscriptionSnapshot) -> str | None:
    """The currency that is charged: where the subscription does not tell, that of the order that opened it."""
    if snapshot.currency is not None:
        return snapshot.currency
    opening = _opening(facts, snapshot)
    return opening.total.currency if opening is not None and opening.total is not None else None


def _opening(facts: CustomerFacts, snapshot: SubscriptionSnapshot) -> PaymentSnapshot | None:
    """The order that opened the subscription, if there is one and it is known."""
    if snapshot.opened_by_order is None:
        return None
    ref = snapshot.ref.sibling(snapshot.opened_by_order)
    payments = (f.snapshot for f in facts.facets if isinstance(f.snapshot, PaymentSnapshot))
    return next((payment for payment in payments if payment.ref == ref), None)
