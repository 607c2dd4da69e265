"""Ownership found by searching everything for each question: slow, and close to the written rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.customer import CustomerId
from domain.mirror.snapshot import ObjectKind
from domain.one_off_purchase import PAYMENT_KINDS
from domain.ownership.claim import AccountUnlink, Claim, SubjectKey, Trust
from domain.ownership.resolution import subjects_of
from domain.provider import ProviderRef
from domain.purchases.facet import SubscriptionPaymentSnapshot
from domain.purchases.grouping import Facet, is_one_off_purchase
from domain.subscription import SubscriptionSnapshot


def groups_of(facets: Sequence[Facet]) -> list[list[Facet]]:
    """Extend each group until no other facet shares a key with it."""
    left, groups = list(facets), []
    while left:
        group = [left.pop(0)]
        while True:
            keys = {_key(facet, key) for facet in group for key in facet.snapshot.keys}
            joining = [f for f in left if any(_key(f, key) in keys for key in f.snapshot.keys)]
            if not joining:
                break
            group += joining
            left = [facet for facet in left if facet not in joining]
        groups.append(group)
    return groups


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainOwnership:
    """Rules 15 to 17 as they are written, applied to everything that is known."""

    claims: Sequence[Claim]
    unlinkings: Sequence[AccountUnlink]
    subscriptions: Sequence[SubscriptionSnapshot]
    facets: Sequence[Facet]

    def holder(self, account: ProviderRef) -> Claim | None:
        links = [c for c in self._standing() if c.links_account and c.account == account]
        best = _best(links)
        if best is None or best.trust > Trust.SIGNED:
            return best
        alone = {c.customer_id for c in links} == {best.customer_id}
        return best if alone and self._began(account, {c.subject_key for c in links}) else None

    def owner(self, subject: SubjectKey, account: ProviderRef | None) -> Claim | None:
        """Return the owner. `account` is that of the object itself, if it is not mirrored."""
        if subject[0] is ObjectKind.ACCOUNT:
            return self.holder(subject[1])
        claimed_by, whole_of = self._whole(subject, account)
        direct = [
            c for c in self._standing() if c.subject_key in claimed_by and not self._taken(whole_of, c.customer_id)
        ]
        holder = self.holder(whole_of) if whole_of is not None else None
        return _best([*direct, *([holder] if holder else [])])

    def _whole(self, subject: SubjectKey, account: ProviderRef | None) -> tuple[set[SubjectKey], ProviderRef | None]:
        """Return every subject of the purchase that contains this one, and its account."""
        for group in groups_of(self.facets):
            paid = _paid(group)
            if subject not in paid | {facet.snapshot.key for facet in group}:
                continue
            stated = {f.snapshot.subscription for f in group if isinstance(f.snapshot, SubscriptionPaymentSnapshot)}
            opened = [s for s in self.subscriptions if s.ref in stated or not paid.isdisjoint(subjects_of(s))]
            if opened:
                whole = min(opened, key=lambda s: min((paid | {(ObjectKind.SUBSCRIPTION, s.ref)}) & subjects_of(s)))
                return {whole.key}, whole.account
            accounts = {f.snapshot.account for f in group if f.snapshot.account is not None}
            return paid, min(accounts, default=None)
        for subscription in self.subscriptions:
            if subject in subjects_of(subscription):
                return {subscription.key}, subscription.account
        return {subject}, account

    def _began(self, account: ProviderRef, subjects: set[SubjectKey]) -> bool:
        told = [({c.subject_key}, c.subject_created_at) for c in self.claims if c.account == account]
        told += [(_claimed_by(s), s.created_at) for s in self.subscriptions if s.account == account]
        subscribers = frozenset(s.account for s in self.subscriptions if s.account is not None)
        for group in groups_of(self.facets):
            if account in {f.snapshot.account for f in group} and is_one_off_purchase(group, subscribers):
                paid = _paid(group)
                opened = {s.key for s in self.subscriptions if not paid.isdisjoint(subjects_of(s))}
                told.append((paid | opened, min(f.snapshot.created_at for f in group)))
        first = min(since for _, since in told)
        return all(not subjects.isdisjoint(about) for about, since in told if since == first)

    def _standing(self) -> list[Claim]:
        return [c for c in self.claims if not self._taken(c.account, c.customer_id)]

    def _taken(self, account: ProviderRef | None, customer_id: CustomerId) -> bool:
        return any(u.account == account and u.customer_id == customer_id for u in self.unlinkings)


def _paid(group: Iterable[Facet]) -> set[SubjectKey]:
    """Return every subject by which a payment may be claimed."""
    told = [facet.snapshot for facet in group]
    return {(kind, each.ref.same_provider(key)) for each in told for key in each.keys for kind in PAYMENT_KINDS}


def _claimed_by(subscription: SubscriptionSnapshot) -> set[SubjectKey]:
    return {part for part in subjects_of(subscription) if part[0] in (*PAYMENT_KINDS, subscription.kind)}


def _key(facet: Facet, key: str) -> tuple[str, str]:
    return facet.snapshot.ref.provider, key


def _best(claims: Iterable[Claim]) -> Claim | None:
    return min(claims, key=Claim.precedence, default=None)
