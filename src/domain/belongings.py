"""Whose something is, out of all that was claimed and all that is known of what it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from domain.bought import first_bought
from domain.claim import Claim, Subject
from domain.facet import SubscriptionPaymentSnapshot
from domain.one_off_purchase import PAYMENT_KINDS
from domain.ownership import Ownership
from domain.provider import Ref
from domain.purchases import Facet, bought_once, connected
from domain.snapshot import ObjectKind
from domain.subscription import SubscriptionSnapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Belonging:
    """What is somebody's as a whole: what it is claimed by, and the account it was made with, None for a guest's."""

    claimed_by: frozenset[Subject]
    account: Ref | None


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

    def owner(self, subject: Subject, account: Ref | None) -> Claim | None:
        """`account`: the one it was told with, for what the mirror does not know."""
        if subject[0] is ObjectKind.ACCOUNT:
            return self.ownership.account_holder(subject[1])
        whole = self.parts.get(subject, Belonging(claimed_by=frozenset({subject}), account=account))
        return self.ownership.owner(whole.claimed_by, whole.account)

    def prevails(self, claim: Claim) -> bool:
        """Whether a word won all that it asks for: what it is about, and the account that it would link."""
        won = [self.owner(claim.about, claim.account)]
        if claim.account is not None and claim.links_account:
            won.append(self.ownership.account_holder(claim.account))
        return all(winner is not None and winner.customer_id == claim.customer_id for winner in won)


def belongings(
    ownership: Ownership, subscriptions: Iterable[SubscriptionSnapshot], facets: Sequence[Facet]
) -> Belongings:
    """`ownership`: all claims, without what was bought."""
    subscribed = sorted(subscriptions, key=lambda subscription: subscription.key)
    bought: list[Belonging] = []
    parts: dict[Subject, Belonging] = {}
    for subscription in subscribed:
        whole = Belonging(claimed_by=frozenset({subscription.key}), account=subscription.account)
        bought.append(whole)
        parts.update(dict.fromkeys(parts_of(subscription), whole))
    subscribers = frozenset(each.account for each in subscribed if each.account is not None)
    for group in connected(facets):
        told = [facet.snapshot for facet in group]
        claimed_by = frozenset(
            (kind, each.ref.sibling(key)) for each in told for key in each.keys for kind in PAYMENT_KINDS
        )
        paid_for = {
            (ObjectKind.SUBSCRIPTION, each.subscription)
            for each in told
            if isinstance(each, SubscriptionPaymentSnapshot)
        }
        opened = [parts[subject] for subject in sorted((claimed_by | paid_for) & parts.keys())]
        account = min((each.account for each in told if each.account is not None), default=None)
        whole = opened[0] if opened else Belonging(claimed_by=claimed_by, account=account)
        if not opened and bought_once(group, subscribers):
            bought.append(whole)
        parts.update(dict.fromkeys(claimed_by | {each.key for each in told}, whole))
    first = first_bought(subscribed, facets)
    return Belongings(ownership=replace(ownership, first_bought=first), bought=tuple(bought), parts=parts)


def parts_of(subscription: SubscriptionSnapshot) -> frozenset[Subject]:
    """What a subscription is told of by: itself, what is owed for it, its schedule, and the payment that opened it."""
    ref = subscription.ref
    parts = {subscription.key, (ObjectKind.ARREARS, ref)}
    if subscription.schedule_id is not None:
        parts.add((ObjectKind.SCHEDULE, ref.sibling(subscription.schedule_id)))
    if subscription.opened_by_order is not None:
        parts |= {(kind, ref.sibling(subscription.opened_by_order)) for kind in PAYMENT_KINDS}
    return frozenset(parts)
