"""The earliest purchases of an account. A signed claim may link an account only if it covers all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime

from domain.one_off_purchase import PAYMENT_KINDS
from domain.ownership.claim import SubjectKey
from domain.provider import ProviderRef
from domain.purchases.grouping import Facet, Group, is_one_off_purchase
from domain.subscription import SubscriptionSnapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPurchase:
    """One thing that was bought with an account.

    `subjects`: all that it may be claimed by; `since`: the provider's time of the earliest of them.
    """

    account: ProviderRef
    subjects: frozenset[SubjectKey]
    since: datetime


def first_purchases(
    subscriptions: Iterable[SubscriptionSnapshot], groups: Iterable[Group]
) -> frozenset[AccountPurchase]:
    """Return the earliest known purchases of each account. Several may have the same time."""
    subscribed = list(subscriptions)
    bought = [
        AccountPurchase(
            account=s.account, subjects=frozenset({s.key, *_initial_payment_subjects(s)}), since=s.created_at
        )
        for s in subscribed
        if s.account is not None
    ]
    opened: dict[SubjectKey, set[SubjectKey]] = {}
    for s in subscribed:
        for payment in _initial_payment_subjects(s):
            opened.setdefault(payment, set()).add(s.key)
    subscribers = frozenset(s.account for s in subscribed if s.account is not None)
    for group in groups:
        bought += _from_payments(group, opened) if is_one_off_purchase(group, subscribers) else ()
    return _earliest(bought)


def _earliest(bought: Iterable[AccountPurchase]) -> frozenset[AccountPurchase]:
    """The earliest of each account."""
    first: defaultdict[ProviderRef, list[AccountPurchase]] = defaultdict(list)
    for each in bought:
        known = first[each.account]
        if known and each.since < known[0].since:
            known.clear()
        if not known or each.since == known[0].since:
            known.append(each)
    return frozenset(each for known in first.values() for each in known)


def _initial_payment_subjects(subscription: SubscriptionSnapshot) -> set[SubjectKey]:
    """The first payment, which is the same thing as the subscription."""
    if subscription.initial_order_id is None:
        return set()
    order = subscription.ref.same_provider(subscription.initial_order_id)
    return {(kind, order) for kind in PAYMENT_KINDS}


def _from_payments(group: Iterable[Facet], opened: Mapping[SubjectKey, Set[SubjectKey]]) -> Iterable[AccountPurchase]:
    facets = [facet.snapshot for facet in group]
    refs = {facet.ref.same_provider(key) for facet in facets for key in facet.keys}
    paid = {(kind, ref) for ref in refs for kind in PAYMENT_KINDS}
    subjects = frozenset(paid.union(*(opened.get(subject, ()) for subject in paid)))
    since = min(facet.created_at for facet in facets)
    for account in {facet.account for facet in facets if facet.account is not None}:
        yield AccountPurchase(account=account, subjects=subjects, since=since)
