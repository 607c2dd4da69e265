"""Whose everything is, out of all that was claimed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from domain.claim import Claim, CustomerId, Unlinking
from domain.provider import Ref
from domain.snapshot import ObjectKind

Subject = tuple[ObjectKind, Ref]
"""What a claim is about, as `Claim.kind` and `Claim.subject` name it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ownership:
    """All claims on some accounts and on what belongs to them.

    Claims are only ever added, so their order of arrival decides nothing.
    """

    claims: frozenset[Claim]
    unlinkings: frozenset[Unlinking] = frozenset()

    def account_holder(self, account: Ref) -> Claim | None:
        """The claim by which an account is somebody's, None while nobody has claimed it well enough."""
        return _best(c for c in self._standing if c.links_account and c.account == account)

    def owner(self, subjects: Iterable[Subject], account: Ref | None) -> Claim | None:
        """The claim by which a subscription or purchase is somebody's: on any of its ids, or on its account.

        A subject is named with its kind: at some providers an order and a subscription may have the same id.
        """
        named = frozenset(subjects)
        direct = [c for c in self._standing if (c.kind, c.subject) in named]
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

    @property
    def losing(self) -> tuple[Claim, ...]:
        """Claims that lost to another customer's, for operators to look at: nothing is ever moved silently."""
        lost = []
        for claim in self.claims:
            winner = self.owner([(claim.kind, claim.subject)], claim.account)
            if winner is None or winner.customer_id != claim.customer_id:
                lost.append(claim)
        return tuple(sorted(lost, key=Claim.precedence))

    @property
    def _standing(self) -> Iterable[Claim]:
        return (c for c in self.claims if not self._is_taken(c.account, c.customer_id))

    def _is_taken(self, account: Ref | None, customer_id: CustomerId) -> bool:
        return account is not None and self.is_unlinked(account, customer_id)


def _best(claims: Iterable[Claim]) -> Claim | None:
    return min(claims, key=Claim.precedence, default=None)
