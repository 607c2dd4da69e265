"""Whose something is, out of all that was claimed and all that is known of what it belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from domain.mirror.snapshot import ObjectKind
from domain.one_off_purchase import PAYMENT_KINDS
from domain.ownership.claim import Claim, Subject
from domain.ownership.claim_set import Ownership
from domain.ownership.first_purchases import first_bought
from domain.provider import Ref
from domain.purchases.facet import SubscriptionPaymentSnapshot
from domain.purchases.grouping import Facet, Group, bought_once, connected
from domain.subscription import SubscriptionSnapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Belonging:
    """What is somebody's as a whole: what it is claimed by, and the account it was made with, None for a guest's.

    `owner`: the claim by which it is somebody's.
    """

    claimed_by: frozenset[Subject]
    account: Ref | None
    owner: Claim | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Belongings:
    """The one place where it is decided whose something is: for billing, for the door and for operators alike.

    Made by `belongings`, of all that was bought with every account in question: what came first in an account decides
    how far a signed word reaches. `bought`: the subscriptions and purchases; `parts`: what each thing that is told of
    belongs to.
    """

    ownership: Ownership
    bought: tuple[Belonging, ...] = ()
    parts: Mapping[Subject, Belonging] = field(default_factory=dict)
    _bought_with: Mapping[Ref | None, Sequence[Belonging]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        found: defaultdict[Ref | None, list[Belonging]] = defaultdict(list)
        for whole in self.bought:
            found[whole.account].append(whole)
        object.__setattr__(self, "_bought_with", dict(found))

    def owner(self, subject: Subject, account: Ref | None) -> Claim | None:
        """`account`: the one it was told with, for what the mirror does not know."""
        if subject[0] is ObjectKind.ACCOUNT:
            return self.ownership.account_holder(subject[1])
        whole = self.parts.get(subject)
        return whole.owner if whole is not None else self.ownership.owner((subject,), account)

    def bought_with(self, account: Ref) -> Sequence[Belonging]:
        """Everything that was bought with an account."""
        return self._bought_with.get(account, ())

    def prevails(self, claim: Claim) -> bool:
        """Whether a word won all that it asks for: what it is about, and the account that it would link."""
        won = [self.owner(claim.about, claim.account)]
        if claim.account is not None and claim.links_account:
            won.append(self.ownership.account_holder(claim.account))
        return all(winner is not None and winner.customer_id == claim.customer_id for winner in won)


def belongings(
    ownership: Ownership, subscriptions: Iterable[SubscriptionSnapshot], facets: Iterable[Facet]
) -> Belongings:
    """`ownership`: all claims, without what was bought."""
    return belongings_of_groups(ownership, subscriptions, connected(facets))


def belongings_of_groups(
    ownership: Ownership, subscriptions: Iterable[SubscriptionSnapshot], groups: Iterable[Group]
) -> Belongings:
    """As `belongings`, for facets that are grouped already."""
    subscribed = sorted(subscriptions, key=lambda subscription: subscription.key)
    together = list(groups)
    known = replace(ownership, first_bought=first_bought(subscribed, together))
    bought: list[Belonging] = []
    parts: dict[Subject, Belonging] = {}
    for subscription in subscribed:
        whole = _whole(known, frozenset({subscription.key}), subscription.account)
        bought.append(whole)
        parts.update(dict.fromkeys(parts_of(subscription), whole))
    subscribers = frozenset(each.account for each in subscribed if each.account is not None)
    for group in together:
        told = [facet.snapshot for facet in group]
        refs = {each.ref.sibling(key) for each in told for key in each.keys}
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
            if bought_once(group, subscribers):
                bought.append(whole)
        parts.update(dict.fromkeys(claimed_by | {each.key for each in told}, whole))
    return Belongings(ownership=known, bought=tuple(bought), parts=parts)


def parts_of(subscription: SubscriptionSnapshot) -> frozenset[Subject]:
    """What a subscription is told of by: itself, what is owed for it, its schedule, and the payment that opened it."""
    ref = subscription.ref
    parts = {subscription.key, (ObjectKind.ARREARS, ref)}
    if subscription.schedule_id is not None:
        parts.add((ObjectKind.SCHEDULE, ref.sibling(subscription.schedule_id)))
    if subscription.opened_by_order is not None:
        parts |= {(kind, ref.sibling(subscription.opened_by_order)) for kind in PAYMENT_KINDS}
    return frozenset(parts)


def _whole(known: Ownership, claimed_by: frozenset[Subject], account: Ref | None) -> Belonging:
    return Belonging(claimed_by=claimed_by, account=account, owner=known.owner(claimed_by, account))
