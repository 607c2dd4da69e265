"""Claims in memory."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from domain.ownership.claim import AccountUnlink, Claim
from domain.ownership.claim_set import ClaimSet
from domain.provider import ProviderRef
from fakes.in_memory.tables import Tables


@dataclass(frozen=True, slots=True)
class InMemoryClaims:
    tables: Tables

    async def about(self, *, accounts: Set[ProviderRef], subjects: Set[ProviderRef]) -> ClaimSet:
        return ownership_about(self.tables, accounts=accounts, subjects=subjects)

    async def lock(self, accounts: Set[ProviderRef]) -> None:
        """Do nothing: units of work run one after another."""

    async def add(self, claims: Sequence[Claim]) -> None:
        for claim in claims:
            self.tables.claims[claim.identity] = claim.merged_with(self.tables.claims.get(claim.identity, claim))

    async def unlink(self, unlinking: AccountUnlink, at: datetime) -> None:
        self.tables.unlinkings.setdefault(unlinking, at)


def ownership_about(tables: Tables, *, accounts: Set[ProviderRef], subjects: Set[ProviderRef]) -> ClaimSet:
    """Return all claims on these, and all unlinks of any account found that way."""
    claims = frozenset(c for c in tables.claims.values() if c.account in accounts or c.subject in subjects)
    concerned = accounts | {c.account for c in claims}
    return ClaimSet(claims=claims, unlinkings=frozenset(u for u in tables.unlinkings if u.account in concerned))
