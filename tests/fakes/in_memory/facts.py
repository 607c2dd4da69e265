"""A customer's records, gathered from memory."""

from collections.abc import Iterable, Set

from domain.account import AccountSnapshot
from domain.billing.assembly import CustomerRecords
from domain.catalogue.entry import CatalogueSnapshot
from domain.customer import CustomerId
from domain.lifecycle.arrears import FirstFailureSnapshot, SubscriptionInvoiceSnapshot
from domain.mirror.merge import MirrorRecord
from domain.mirror.snapshot import ObjectKind
from domain.ownership.resolution import OwnershipResolver, resolve_ownership
from domain.provider import ProviderRef
from domain.purchases.facet import FacetSnapshot, PaymentSnapshot, SubscriptionPaymentSnapshot
from domain.purchases.grouping import Facet
from domain.subscription import ScheduleSnapshot, SubscriptionSnapshot
from fakes.in_memory.claims import ownership_about
from fakes.in_memory.tables import Tables


def facts_of(tables: Tables, customer_id: CustomerId) -> CustomerRecords | None:
    """Start with the customer's own claims and follow everything that they lead to."""
    customer = tables.customers.get(customer_id)
    if customer is None:
        return None
    own = [claim for claim in tables.claims.values() if claim.customer_id == customer_id]
    named_for = {claim.account for claim in own if claim.account is not None}
    named = {claim.subject for claim in own}
    facets = _facets(tables, named_for, named)
    keys = {key for facet in facets for key in _keys(facet)}
    subscriptions = _subscriptions(tables, named_for, named, keys)
    accounts = {claim.account for claim in own} | {f.snapshot.account for f in facets}
    accounts |= {s.snapshot.account for s in subscriptions}
    known_accounts = frozenset(account for account in accounts if account is not None)
    subjects = named | keys | {s.snapshot.ref for s in subscriptions}
    ownership = ownership_about(tables, accounts=known_accounts, subjects=subjects)
    concerned = known_accounts | {claim.account for claim in ownership.claims}
    schedules = {
        s.snapshot.ref: tables.mirror.get((ObjectKind.SCHEDULE, s.snapshot.ref.same_provider(s.snapshot.schedule_id)))
        for s in subscriptions
        if s.snapshot.schedule_id is not None
    }
    refs = {s.snapshot.ref for s in subscriptions}
    invoices = [m.snapshot for m in tables.mirrored(SubscriptionInvoiceSnapshot)]
    open_invoices = tuple(
        each for each in invoices if each.open and each.ref.same_provider(each.subscription_id) in refs
    )
    failures = {m.snapshot.ref: m.snapshot.timestamp.as_of for m in tables.mirrored(FirstFailureSnapshot)}
    return CustomerRecords(
        customer=customer,
        ownership=ownership,
        accounts={m.snapshot.ref: m.snapshot for m in tables.mirrored(AccountSnapshot) if m.snapshot.ref in concerned},
        subscriptions=tuple(sorted(subscriptions, key=_by_key)),
        schedules={ref: known.snapshot for ref, known in schedules.items() if known is not None},
        open_invoices=open_invoices,
        first_failures={each.ref: failures[each.ref] for each in open_invoices if each.ref in failures},
        facets=tuple(sorted(facets, key=_by_key)),
        catalogue={m.snapshot.key: m.snapshot for m in tables.mirrored(CatalogueSnapshot)},
    )


def belongings_about(tables: Tables, *, accounts: Set[ProviderRef], subjects: Set[ProviderRef]) -> OwnershipResolver:
    """Return everything that decides the owners of these accounts and subjects."""
    concerned = set(accounts)
    while True:
        facets = _facets(tables, concerned, set(subjects))
        keys = {key for facet in facets for key in _keys(facet)}
        subscriptions = _subscriptions(tables, concerned, set(subjects), keys)
        found = {f.snapshot.account for f in facets} | {s.snapshot.account for s in subscriptions}
        wider = concerned | {account for account in found if account is not None}
        if wider == concerned:
            break
        concerned = wider
    named = subjects | keys | {s.snapshot.ref for s in subscriptions}
    ownership = ownership_about(tables, accounts=concerned, subjects=named)
    return resolve_ownership(ownership, [s.snapshot for s in subscriptions], facets)


def connected_with(tables: Tables, subjects: Set[ProviderRef]) -> tuple[frozenset[ProviderRef], frozenset[ProviderRef]]:
    """Return the accounts and the ids of the purchases that these belong to."""
    facets = [facet.snapshot for facet in _facets(tables, set(), set(subjects))]
    keys = {each.ref.same_provider(key) for each in facets for key in each.keys}
    paid_for = {each.subscription for each in facets if isinstance(each, SubscriptionPaymentSnapshot)}
    subscriptions = [m.snapshot for m in _subscriptions(tables, set(), {*subjects, *paid_for}, keys)]
    accounts = {each.account for each in facets} | {each.account for each in subscriptions}
    named = subjects | paid_for | keys | {each.ref for each in subscriptions}
    return frozenset(account for account in accounts if account is not None), frozenset(named)


def _by_key(mirrored: Facet | MirrorRecord[SubscriptionSnapshot]) -> tuple[ObjectKind, ProviderRef]:
    return mirrored.snapshot.key


def _facets(tables: Tables, named_for: set[ProviderRef], named: set[ProviderRef]) -> list[Facet]:
    """Return confirming facets of these accounts and claimed facets, with everything connected to them."""
    everything: list[Facet] = list(tables.mirrored(FacetSnapshot))
    reached = set(named)
    for facet in everything:
        snapshot = facet.snapshot
        vouches = isinstance(snapshot, PaymentSnapshot) and snapshot.confirms_one_off
        refunded = getattr(snapshot, "refunded", None)
        if snapshot.account in named_for and (vouches or (refunded is not None and refunded.amount > 0)):
            reached |= _keys(facet)
    while True:
        found = [facet for facet in everything if not reached.isdisjoint(_keys(facet))]
        wider = reached.union(*(_keys(facet) for facet in found))
        if wider == reached:
            return found
        reached = wider


def _subscriptions(
    tables: Tables, named_for: set[ProviderRef], named: set[ProviderRef], keys: set[ProviderRef]
) -> list[MirrorRecord[SubscriptionSnapshot]]:
    """Return subscriptions of these accounts, claimed ones, and those that one of the payments found has started."""
    known: Iterable[MirrorRecord[SubscriptionSnapshot]] = tables.mirrored(SubscriptionSnapshot)
    scheduled = {
        m.snapshot.ref.same_provider(m.snapshot.subscription_id)
        for m in tables.mirrored(ScheduleSnapshot)
        if m.snapshot.ref in named and m.snapshot.subscription_id is not None
    }
    return [
        m
        for m in known
        if m.snapshot.account in named_for
        or m.snapshot.ref in named | scheduled
        or (
            m.snapshot.initial_order_id is not None
            and m.snapshot.ref.same_provider(m.snapshot.initial_order_id) in keys | named
        )
    ]


def _keys(facet: Facet) -> set[ProviderRef]:
    return {facet.snapshot.ref.same_provider(key) for key in facet.snapshot.keys}
