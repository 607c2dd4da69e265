"""Assembles a customer's billing from stored records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from domain.account import Account, AccountSnapshot
from domain.billing.billing import Billing
from domain.billing.purchase_assembly import unnamed_purchases
from domain.billing.record import BillingRecord
from domain.billing.refunds import refunded_of
from domain.billing.subscription_assembly import RelatedObjects
from domain.catalogue.entry import Catalogue
from domain.customer import Customer, CustomerId
from domain.lifecycle.arrears import SubscriptionInvoiceSnapshot
from domain.mirror.merge import MirrorRecord
from domain.ownership.claim import Claim, Trust
from domain.ownership.claim_set import ClaimSet
from domain.ownership.resolution import OwnershipResolver, resolve_grouped_ownership, resolve_ownership
from domain.provider import ProviderRef
from domain.purchases.facet import PaymentSnapshot
from domain.purchases.grouping import Facet, Group, group_by_shared_keys
from domain.subscription import ScheduleSnapshot, SubscriptionSnapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerRecords:
    """All that may concern one customer; it may hold more than is theirs, ownership decides here and not in storage.

    `ownership` is what was said, and what was bought decides how far that reaches. So with every account that somebody
    was named for come all its subscriptions and purchases; and with one facet all that share a key with it. Schedules
    are by the reference of their subscription. `open_invoices`: of all these subscriptions; `first_failures`: when the
    first attempt to collect one of them failed, by the reference of the invoice.
    """

    customer: Customer
    ownership: ClaimSet
    accounts: dict[ProviderRef, AccountSnapshot] = field(default_factory=dict)
    subscriptions: tuple[MirrorRecord[SubscriptionSnapshot], ...] = ()
    schedules: dict[ProviderRef, ScheduleSnapshot] = field(default_factory=dict)
    open_invoices: tuple[SubscriptionInvoiceSnapshot, ...] = ()
    first_failures: dict[ProviderRef, datetime] = field(default_factory=dict)
    facets: tuple[Facet, ...] = ()
    catalogue: Catalogue = field(default_factory=dict)

    @property
    def size(self) -> int:
        """The number of records that assembly has to process."""
        return len(self.ownership.claims) + len(self.subscriptions) + len(self.facets)


def resolver_of(facts: CustomerRecords) -> OwnershipResolver:
    """Return the decision on who owns each of the facts."""
    return resolve_ownership(facts.ownership, (told.snapshot for told in facts.subscriptions), facts.facets)


def assemble_billing(facts: CustomerRecords) -> Billing:
    """Assemble the billing of the customer whose records these are."""
    return record_of(facts).billing(facts.customer, facts.catalogue)


def record_of(facts: CustomerRecords) -> BillingRecord:
    """Return all that is this customer's, without names and prices."""
    mine = facts.customer.id
    groups = group_by_shared_keys(facts.facets)
    known = resolve_grouped_ownership(facts.ownership, (told.snapshot for told in facts.subscriptions), groups)
    linked = {ref: known.ownership.linked_at(ref, mine) for ref in known.ownership.accounts}
    accounts = [
        Account(ref=ref, linked_at=linked_at, deleted_at=_deleted_at(facts, ref))
        for ref, linked_at in linked.items()
        if linked_at is not None
    ]
    around = _surroundings(facts, groups)
    subscriptions = [
        around.complete(told)
        for told in facts.subscriptions
        if _owning(mine, known.owner(told.snapshot.key, told.snapshot.account)) is not None
    ]
    first_payments = frozenset(
        s.snapshot.ref.same_provider(s.snapshot.initial_order_id)
        for s in facts.subscriptions
        if s.snapshot.initial_order_id
    )
    subscribers = frozenset(s.snapshot.account for s in facts.subscriptions if s.snapshot.account is not None)
    bought = unnamed_purchases(groups, first_payments=first_payments, subscribers=subscribers)
    purchases = [
        replace(purchase, verified=claim.trust > Trust.UNSIGNED)
        for purchase in bought
        if (claim := _owning(mine, known.owner(purchase.primary_payment.key, purchase.account))) is not None
    ]
    return BillingRecord(
        accounts=tuple(sorted(accounts, key=lambda a: (a.linked_at, a.ref))),
        subscriptions=tuple(sorted(subscriptions, key=lambda s: (s.snapshot.created_at, s.ref))),
        purchases=tuple(purchases),
    )


def _owning(customer_id: CustomerId, claim: Claim | None) -> Claim | None:
    """The claim, if it is this customer's."""
    return claim if claim is not None and claim.customer_id == customer_id else None


def _deleted_at(facts: CustomerRecords, ref: ProviderRef | None) -> datetime | None:
    account = facts.accounts.get(ref) if ref is not None else None
    return account.timestamp.as_of if account is not None and account.deleted else None


def _surroundings(facts: CustomerRecords, groups: Sequence[Group]) -> RelatedObjects:
    open_invoices: defaultdict[ProviderRef, list[SubscriptionInvoiceSnapshot]] = defaultdict(list)
    for invoice in facts.open_invoices:
        open_invoices[invoice.ref.same_provider(invoice.subscription_id)].append(invoice)
    payments: dict[ProviderRef, PaymentSnapshot] = {}
    for told in (facet.snapshot for facet in facts.facets):
        if isinstance(told, PaymentSnapshot):
            payments.setdefault(told.ref, told)
    return RelatedObjects(
        accounts=facts.accounts,
        schedules=facts.schedules,
        open_invoices=open_invoices,
        first_failures=facts.first_failures,
        payments=payments,
        refunded=refunded_of(groups),
    )
