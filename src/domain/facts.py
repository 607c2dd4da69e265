"""From the facts that storage holds to one customer's billing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from domain.account import Account, AccountSnapshot
from domain.belongings import belongings
from domain.billing import Billing
from domain.catalogued import Catalogue, completed
from domain.claim import Claim, CustomerId, Trust
from domain.customer import Customer
from domain.facet import PaymentSnapshot
from domain.item import SubscriptionItem
from domain.mirrored import Mirrored
from domain.ownership import Ownership
from domain.provider import Ref
from domain.purchases import Facet, assemble
from domain.subscription import ArrearsSnapshot, ScheduleSnapshot, Subscription, SubscriptionSnapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerFacts:
    """All that may concern one customer; it may hold more than is theirs, ownership decides here and not in storage.

    `ownership` is what was said, and what was bought decides how far that reaches. So with every account that somebody
    was named for come all its subscriptions and purchases; and with one facet all that share a key with it. Schedules
    and arrears are by the reference of their subscription.
    """

    customer: Customer
    ownership: Ownership
    accounts: dict[Ref, AccountSnapshot] = field(default_factory=dict)
    subscriptions: tuple[Mirrored[SubscriptionSnapshot], ...] = ()
    schedules: dict[Ref, ScheduleSnapshot] = field(default_factory=dict)
    arrears: dict[Ref, ArrearsSnapshot] = field(default_factory=dict)
    facets: tuple[Facet, ...] = ()
    catalogue: Catalogue = field(default_factory=dict)


def billing_of(facts: CustomerFacts) -> Billing:
    """What of the facts is this customer's."""
    mine = facts.customer.id
    known = belongings(facts.ownership, (told.snapshot for told in facts.subscriptions), facts.facets)
    linked = {ref: known.ownership.linked_at(ref, mine) for ref in known.ownership.accounts}
    accounts = [
        Account(ref=ref, linked_at=linked_at, deleted_at=_deleted_at(facts, ref))
        for ref, linked_at in linked.items()
        if linked_at is not None
    ]
    subscriptions = [
        _subscription(facts, told)
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
    arrears = facts.arrears.get(snapshot.ref)
    return Subscription(
        snapshot=snapshot,
        counted=known.counted,
        contested=known.contested_at is not None,
        items=_items(facts, snapshot),
        schedule=facts.schedules.get(snapshot.ref),
        arrears_since=arrears.unpaid_since if arrears else None,
        account_deleted_at=_deleted_at(facts, snapshot.account),
    )


def _items(facts: CustomerFacts, snapshot: SubscriptionSnapshot) -> tuple[SubscriptionItem, ...]:
    currency = snapshot.currency or _currency_of_opening(facts, snapshot)
    return tuple(completed(item, facts.catalogue, beside=snapshot.ref, currency=currency) for item in snapshot.items)


def _currency_of_opening(facts: CustomerFacts, snapshot: SubscriptionSnapshot) -> str | None:
    """The currency of the order that is the subscription's first payment: the ones that follow are in the same."""
    if snapshot.opened_by_order is None:
        return None
    opening = snapshot.ref.sibling(snapshot.opened_by_order)
    payments = (f.snapshot for f in facts.facets if isinstance(f.snapshot, PaymentSnapshot))
    totals = (payment.total for payment in payments if payment.ref == opening)
    return next((paid.currency for paid in totals if paid is not None), None)
