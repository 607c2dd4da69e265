"""Whose everything is, out of all that was claimed."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import datetime

from domain.bought import Bought, earliest
from domain.claim import Claim, CustomerId, Subject, Trust, Unlinking
from domain.provider import Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Ownership:
    """All claims on some accounts and on what belongs to them, and the first that was bought with each account.

    Claims are only ever added, so their order of arrival decides nothing. Without what was bought, who is a holder by a
    word of the host or the seller is told rightly, and who is by a signed one is not.
    """

    claims: frozenset[Claim]
    unlinkings: frozenset[Unlinking] = frozenset()
    first_bought: frozenset[Bought] = frozenset()

    def account_holder(self, account: Ref) -> Claim | None:
        """The claim by which an account is somebody's, None while nobody has claimed it well enough.

        Signed words link it only if they began it and name one customer alone. Who types the address of somebody else
        carries a genuine word into that one's account, and must not come to hold it.
        """
        links = [c for c in self._standing if c.links_account and c.account == account]
        best = _best(links)
        if best is None or best.trust > Trust.SIGNED:
            return best
        alone = all(c.customer_id == best.customer_id for c in links)
        return best if alone and self._began(account, {c.about for c in links}) else None

    def owner(self, subjects: Iterable[Subject], account: Ref | None) -> Claim | None:
        """The claim by which a subscription or purchase is somebody's: on any of its ids, or on its account."""
        named = frozenset(subjects)
        direct = [c for c in self._standing if c.about in named]
        direct = [c for c in direct if not self._is_taken(account, c.customer_id)]
        through_account = self.account_holder(account) if account is not None else None
        return _best([*direct, *([through_account] if through_account else [])])

    def linked_at(self, account: Ref, customer_id: CustomerId) -> datetime | None:
        """Since when an account is this customer's, None if it is not; a later word, however strong, moves nothing."""
        holder = self.account_holder(account)
        if holder is None or holder.customer_id != customer_id:
            return None
        links = (c for c in self._standing if c.links_account and c.account == account)
        return min(c.since for c in links if c.customer_id == customer_id)

    def is_unlinked(self, account: Ref, customer_id: CustomerId) -> bool:
        return Unlinking(account=account, customer_id=customer_id) in self.unlinkings

    @property
    def accounts(self) -> frozenset[Ref]:
        """Every account that some claim would link."""
        return frozenset(c.account for c in self.claims if c.account is not None and c.links_account)

    def _began(self, account: Ref, subjects: Set[Subject]) -> bool:
        """Whether all that came first in an account is among these, be it mirrored or only claimed so far.

        What somebody claimed from whom the account was taken came first all the same.
        """
        claimed = (c for c in self.claims if c.account == account)
        told = [Bought(account=account, subjects=frozenset({c.about}), since=c.since) for c in claimed]
        known = [bought for bought in self.first_bought if bought.account == account]
        return all(not subjects.isdisjoint(bought.subjects) for bought in earliest([*told, *known]))

    @property
    def _standing(self) -> Iterable[Claim]:
        return (c for c in self.claims if not self._is_taken(c.account, c.customer_id))

    def _is_taken(self, account: Ref | None, customer_id: CustomerId) -> bool:
        return account is not None and self.is_unlinked(account, customer_id)


def _best(claims: Iterable[Claim]) -> Claim | None:
    return min(claims, key=Claim.precedence, default=None)
