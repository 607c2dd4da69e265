"""Updates: the decoded content of an event or a response."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from domain.mirror.snapshot import ObjectKind, Snapshot
from domain.ownership.claim import Claim
from domain.provider import ProviderRef


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRequest:
    """A request to fetch an object. `once`: only if the mirror has no record of it yet."""

    kind: ObjectKind
    ref: ProviderRef
    once: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionPayment:
    """A payment of a subscription was made or missed.

    It shows the mirrored subscription to be behind if that one's period ends before `period_end`, or if it is owing.
    """

    subscription: ProviderRef
    period_end: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """Links a second id of an account to the first one, `account`, which is None if the provider did not name it."""

    alias: ProviderRef
    account: ProviderRef | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderUpdate:
    """Everything that one event or response states, in the terms of the domain.

    `source`: the object that says it, where that has no snapshot of its own. `account`: the account that it belongs to,
    where no snapshot names it. `said_at`: when, by the provider's clock, where no snapshot is stamped.
    """

    snapshots: tuple[Snapshot, ...] = ()
    claims: tuple[Claim, ...] = ()
    fetch_requests: tuple[FetchRequest, ...] = ()
    payments: tuple[SubscriptionPayment, ...] = ()
    source: tuple[ObjectKind, ProviderRef] | None = None
    account: ProviderRef | None = None
    said_at: datetime | None = None
    aliases: tuple[Alias, ...] = ()

    @property
    def occurred_at(self) -> datetime | None:
        """Return the latest time that this describes, by the provider's clock; None if it is not known."""
        return max((snapshot.timestamp.as_of for snapshot in self.snapshots), default=self.said_at)

    @property
    def affected_objects(self) -> list[tuple[ObjectKind, ProviderRef]]:
        """Every object to ask about if none of this can be kept."""
        told = {snapshot.key for snapshot in self.snapshots if snapshot.fetchable}
        claimed = {(claim.kind, claim.subject) for claim in self.claims}
        wanted = {(wanted.kind, wanted.ref) for wanted in self.fetch_requests}
        paid_for = {(ObjectKind.SUBSCRIPTION, news.subscription) for news in self.payments}
        source = {self.source} if self.source is not None else set()
        return sorted(told | claimed | wanted | paid_for | source)


def merge_updates(heard: Iterable[ProviderUpdate]) -> ProviderUpdate:
    """All that several objects say."""
    everything = list(heard)
    return ProviderUpdate(
        snapshots=tuple(chain.from_iterable(each.snapshots for each in everything)),
        claims=tuple(chain.from_iterable(each.claims for each in everything)),
        fetch_requests=tuple(dict.fromkeys(chain.from_iterable(each.fetch_requests for each in everything))),
        payments=tuple(chain.from_iterable(each.payments for each in everything)),
        aliases=tuple(dict.fromkeys(chain.from_iterable(each.aliases for each in everything))),
        source=next((each.source for each in everything if each.source is not None), None),
        account=next((each.account for each in everything if each.account is not None), None),
    )
