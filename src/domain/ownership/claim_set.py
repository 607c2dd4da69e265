"""All claims together, and the claim that prevails for each account and purchase."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from domain.customer import CustomerId
from domain.ownership.claim import AccountUnlink, Claim, SubjectKey, Trust
from domain.ownership.first_purchases import AccountPurchase
from domain.provider import ProviderRef


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimSet:
    """All claims on some accounts and on what belongs to them, and the first that was bought with each account.

    Claims are only ever added, so their order of arrival decides nothing. Without what was bought, who is a holder by a
    word of the host or the seller is told rightly, and who is by a signed one is not.

    Every claim is looked at once, when an instance is made: a stranger can cause any number of claims, and a customer
    may have bought any number of things, so the cost must not be their product.
    """

    claims: frozenset[Claim]
    unlinkings: frozenset[AccountUnlink] = frozenset()
    first_purchases: frozenset[AccountPurchase] = frozenset()
    _unlinked: frozenset[tuple[ProviderRef | None, CustomerId]] = field(init=False, repr=False, compare=False)
    _claimed: Mapping[ProviderRef, Sequence[Claim]] = field(init=False, repr=False, compare=False)
    _about: Mapping[SubjectKey, Sequence[Claim]] = field(init=False, repr=False, compare=False)
    _links: Mapping[ProviderRef, Sequence[Claim]] = field(init=False, repr=False, compare=False)
    _holders: Mapping[ProviderRef, Claim] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the claims, and decide who holds each account."""
        unlinked = frozenset((each.account, each.customer_id) for each in self.unlinkings)
        claimed: defaultdict[ProviderRef, list[Claim]] = defaultdict(list)
        about: defaultdict[SubjectKey, list[Claim]] = defaultdict(list)
        links: defaultdict[ProviderRef, list[Claim]] = defaultdict(list)
        for claim in self.claims:
            if claim.account is not None:
                claimed[claim.account].append(claim)
            if (claim.account, claim.customer_id) in unlinked:
                continue
            about[claim.subject_key].append(claim)
            if claim.account is not None and claim.links_account:
                links[claim.account].append(claim)
        object.__setattr__(self, "_unlinked", unlinked)
        object.__setattr__(self, "_claimed", dict(claimed))
        object.__setattr__(self, "_about", dict(about))
        object.__setattr__(self, "_links", dict(links))
        object.__setattr__(self, "_holders", self._winning_claims())

    def account_owner(self, account: ProviderRef) -> Claim | None:
        """The claim by which an account is somebody's, None while nobody has claimed it well enough.

        Signed words link it only if they began it and name one customer alone. Who types the address of somebody else
        carries a genuine word into that one's account, and must not come to hold it.
        """
        return self._holders.get(account)

    def owner(self, subjects: Iterable[SubjectKey], account: ProviderRef | None) -> Claim | None:
        """The claim by which a subscription or purchase is somebody's: on any of its ids, or on its account."""
        candidates = [
            claim
            for subject in subjects
            for claim in self._about.get(subject, ())
            if (account, claim.customer_id) not in self._unlinked
        ]
        holder = self._holders.get(account) if account is not None else None
        return _best([*candidates, holder] if holder is not None else candidates)

    def linked_at(self, account: ProviderRef, customer_id: CustomerId) -> datetime | None:
        """Since when an account is this customer's, None if it is not; a later word, however strong, moves nothing."""
        holder = self._holders.get(account)
        if holder is None or holder.customer_id != customer_id:
            return None
        return min(claim.subject_created_at for claim in self._links[account] if claim.customer_id == customer_id)

    def is_unlinked(self, account: ProviderRef, customer_id: CustomerId) -> bool:
        return (account, customer_id) in self._unlinked

    @property
    def accounts(self) -> frozenset[ProviderRef]:
        """Every account that some claim would link."""
        return frozenset(c.account for c in self.claims if c.account is not None and c.links_account)

    def claimed_in(self, account: ProviderRef) -> Sequence[Claim]:
        """The claims that name this account, those of customers it was unlinked from included."""
        return self._claimed.get(account, ())

    def _winning_claims(self) -> Mapping[ProviderRef, Claim]:
        bought: defaultdict[ProviderRef, list[AccountPurchase]] = defaultdict(list)
        for each in self.first_purchases:
            bought[each.account].append(each)
        best = {account: min(links, key=Claim.precedence) for account, links in self._links.items()}
        return {
            account: claim
            for account, claim in best.items()
            if claim.trust > Trust.SIGNED
            or (_alone(self._links[account]) and self._covers_first_purchase(account, bought.get(account, ())))
        }

    def _covers_first_purchase(self, account: ProviderRef, bought: Sequence[AccountPurchase]) -> bool:
        """Whether all that came first in an account is what its links are about, be it mirrored or only claimed so far.

        What somebody claimed from whom the account was taken came first all the same.
        """
        claimed, subjects = self._claimed[account], {claim.subject_key for claim in self._links[account]}
        since = min([*(claim.subject_created_at for claim in claimed), *(each.since for each in bought)])
        first = (claim.subject_key for claim in claimed if claim.subject_created_at == since)
        return subjects.issuperset(first) and all(
            not subjects.isdisjoint(each.subjects) for each in bought if each.since == since
        )


def _alone(links: Sequence[Claim]) -> bool:
    return len({claim.customer_id for claim in links}) == 1


def _best(claims: Iterable[Claim]) -> Claim | None:
    return min(claims, key=Claim.precedence, default=None)
