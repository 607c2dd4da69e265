"""Decides who owns an object, from all claims and from the objects that belong together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from domain.mirror.snapshot import ObjectKind
from domain.one_off_purchase import PAYMENT_KINDS
from domain.ownership.claim import Claim, SubjectKey
from domain.ownership.claim_set import ClaimSet
from domain.ownership.first_purchases import first_purchases
from domain.provider import ProviderRef
from domain.purchases.facet import SubscriptionPaymentSnapshot
from domain.purchases.grouping import Facet, Group, group_by_shared_keys, is_one_off_purchase
from domain.subscription import SubscriptionSnapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnedItem:
    """An item with a single owner: the subjects of its claims, and its account, None for a guest's purchase.

    `owner`: the claim by which it is somebody's.
    """

    subjects: frozenset[SubjectKey]
    account: ProviderRef | None
    owner: Claim | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnershipResolver:
    """The one place where it is decided whose something is: for billing, for the door and for operators alike.

    Made by `resolve_ownership`, from all purchases of every account involved: the first purchases of an account decide
    what a signed claim links. `items`: the subscriptions and purchases; `item_by_subject`: the item of each object.
    """

    ownership: ClaimSet
    items: tuple[OwnedItem, ...] = ()
    item_by_subject: Mapping[SubjectKey, OwnedItem] = field(default_factory=dict)
    _bought_with: Mapping[ProviderRef | None, Sequence[OwnedItem]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        found: defaultdict[ProviderRef | None, list[OwnedItem]] = defaultdict(list)
        for whole in self.items:
            found[whole.account].append(whole)
        object.__setattr__(self, "_bought_with", dict(found))

    def owner(self, subject: SubjectKey, account: ProviderRef | None) -> Claim | None:
        """`account`: the account of the claim, for objects that the mirror does not contain."""
        if subject[0] is ObjectKind.ACCOUNT:
            return self.ownership.account_owner(subject[1])
        whole = self.item_by_subject.get(subject)
        return whole.owner if whole is not None else self.ownership.owner((subject,), account)

    def bought_with(self, account: ProviderRef) -> Sequence[OwnedItem]:
        """Return the items that were bought with an account."""
        return self._bought_with.get(account, ())

    def wins(self, claim: Claim) -> bool:
        """Whether a word won all that it asks for: what it is about, and the account that it would link."""
        won = [self.owner(claim.subject_key, claim.account)]
        if claim.account is not None and claim.links_account:
            won.append(self.ownership.account_owner(claim.account))
        return all(winner is not None and winner.customer_id == claim.customer_id for winner in won)


def resolve_ownership(
    ownership: ClaimSet, subscriptions: Iterable[SubscriptionSnapshot], facets: Iterable[Facet]
) -> OwnershipResolver:
    """`ownership`: all claims, without what was bought."""
    return resolve_grouped_ownership(ownership, subscriptions, group_by_shared_keys(facets))


def resolve_grouped_ownership(
    ownership: ClaimSet, subscriptions: Iterable[SubscriptionSnapshot], groups: Iterable[Group]
) -> OwnershipResolver:
    """Resolve ownership as `resolve_ownership` does, for facets that are already grouped."""
    subscribed = sorted(subscriptions, key=lambda subscription: subscription.key)
    together = list(groups)
    known = replace(ownership, first_purchases=first_purchases(subscribed, together))
    bought: list[OwnedItem] = []
    parts: dict[SubjectKey, OwnedItem] = {}
    for subscription in subscribed:
        whole = _whole(known, frozenset({subscription.key}), subscription.account)
        bought.append(whole)
        parts.update(dict.fromkeys(subjects_of(subscription), whole))
    subscribers = frozenset(each.account for each in subscribed if each.account is not None)
    for group in together:
        told = [facet.snapshot for facet in group]
        refs = {each.ref.same_provider(key) for each in told for key in each.keys}
        claimed_by = frozenset((kind, ref) for ref in refs for kind in PAYMENT_KINDS)
        paid_for = {
            (ObjectKind.SUBSCRIPTION, each.subscription)
            for each in told
            if isinstance(each, SubscriptionPaymentSnapshot)
        }
        opened = min((claimed_by | paid_for) & parts.keys(), default=None)
        if opened is not None:
            whole = parts[opened]
        else:
            account = min((each.account for each in told if each.account is not None), default=None)
            whole = _whole(known, claimed_by, account)
            if is_one_off_purchase(group, subscribers):
                bought.append(whole)
        parts.update(dict.fromkeys(claimed_by | {each.key for each in told}, whole))
    return OwnershipResolver(ownership=known, items=tuple(bought), item_by_subject=parts)


def subjects_of(subscription: SubscriptionSnapshot) -> frozenset[SubjectKey]:
    """Return the keys of all objects of a subscription: itself, its arrears, its schedule and its first payment."""
    ref = subscription.ref
    parts = {subscription.key, (ObjectKind.ARREARS, ref)}
    if subscription.schedule_id is not None:
        parts.add((ObjectKind.SCHEDULE, ref.same_provider(subscription.schedule_id)))
    if subscription.initial_order_id is not None:
        parts |= {(kind, ref.same_provider(subscription.initial_order_id)) for kind in PAYMENT_KINDS}
    return frozenset(parts)


def _whole(known: ClaimSet, claimed_by: frozenset[SubjectKey], account: ProviderRef | None) -> OwnedItem:
    return OwnedItem(subjects=claimed_by, account=account, owner=known.owner(claimed_by, account))
