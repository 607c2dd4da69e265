"""What came first in an account: no word of a buyer reaches behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime

from domain.one_off_purchase import PAYMENT_KINDS
from domain.ownership.claim import Subject
from domain.provider import Ref
from domain.purchases.grouping import Facet, Group, bought_once
from domain.subscription import SubscriptionSnapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """One thing that was bought with an account.

    `subjects`: all that it may be claimed by; `since`: the provider's time of the earliest of them.
    """

    account: Ref
    subjects: frozenset[Subject]
    since: datetime


def first_bought(subscriptions: Iterable[SubscriptionSnapshot], groups: Iterable[Group]) -> frozenset[Bought]:
    """What is known to have come first in each account; several things, if they are of one moment."""
    subscribed = list(subscriptions)
    bought = [
        Bought(account=s.account, subjects=frozenset({s.key, *_opening(s)}), since=s.created_at)
        for s in subscribed
        if s.account is not None
    ]
    opened: dict[Subject, set[Subject]] = {}
    for s in subscribed:
        for payment in _opening(s):
            opened.setdefault(payment, set()).add(s.key)
    subscribers = frozenset(s.account for s in subscribed if s.account is not None)
    for group in groups:
        bought += _paid(group, opened) if bought_once(group, subscribers) else ()
    return _earliest(bought)


def _earliest(bought: Iterable[Bought]) -> frozenset[Bought]:
    """The earliest of each account."""
    first: defaultdict[Ref, list[Bought]] = defaultdict(list)
    for each in bought:
        known = first[each.account]
        if known and each.since < known[0].since:
            known.clear()
        if not known or each.since == known[0].since:
            known.append(each)
    return frozenset(each for known in first.values() for each in known)


def _opening(subscription: SubscriptionSnapshot) -> set[Subject]:
    """The first payment, which is the same thing as the subscription."""
    if subscription.opened_by_order is None:
        return set()
    order = subscription.ref.sibling(subscription.opened_by_order)
    return {(kind, order) for kind in PAYMENT_KINDS}


def _paid(group: Iterable[Facet], opened: Mapping[Subject, Set[Subject]]) -> Iterable[Bought]:
    facets = [facet.snapshot for facet in group]
    refs = {facet.ref.sibling(key) for facet in facets for key in facet.keys}
    paid = {(kind, ref) for ref in refs for kind in PAYMENT_KINDS}
    subjects = frozenset(paid.union(*(opened.get(subject, ()) for subject in paid)))
    since = min(facet.created_at for facet in facets)
    for account in {facet.account for facet in facets if facet.account is not None}:
        yield Bought(account=account, subjects=subjects, since=since)
