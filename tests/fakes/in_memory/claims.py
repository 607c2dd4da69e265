"""Claims in memory."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from domain.ownership.claim import Claim, Unlinking
from domain.ownership.claim_set import Ownership
from domain.provider import Ref
from fakes.in_memory.tables import Tables


@dataclass(frozen=True, slots=True)
class InMemoryClaims:
    tables: Tables

    async def about(self, *, accounts: Set[Ref], subjects: Set[Ref]) -> Ownership:
        return ownership_about(self.tables, accounts=accounts, subjects=subjects)

    async def hold(self, accounts: Set[Ref]) -> None:
        """Nothing to do: units of work run one after the other."""

    async def add(self, claims: Sequence[Claim]) -> None:
        for claim in claims:
            self.tables.claims[claim.identity] = claim.joined(self.tables.claims.get(claim.identity, claim))

    async def unlink(self, unlinking: Unlinking, at: datetime) -> None:
        self.tables.unlinkings.setdefault(unlinking, at)


def ownership_about(tables: Tables, *, accounts: Set[Ref], subjects: Set[Ref]) -> Ownership:
    """All claims on these, and all that was unlinked from any account so found."""
    claims = frozenset(c for c in tables.claims.values() if c.account in accounts or c.subject in subjects)
    concerned = accounts | {c.account for c in claims}
    return Ownership(claims=claims, unlinkings=frozenset(u for u in tables.unlinkings if u.account in concerned))
