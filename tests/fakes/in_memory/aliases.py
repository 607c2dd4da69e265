"""Aliases of accounts in memory."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace

from application.ingestion.aliases import renamed_claim
from domain.provider import ProviderRef
from domain.purchases.facet import FacetSnapshot
from domain.subscription import SubscriptionSnapshot
from fakes.in_memory.claims import InMemoryClaims
from fakes.in_memory.tables import Tables


@dataclass(frozen=True, slots=True)
class InMemoryAliases:
    tables: Tables

    async def accounts(self, aliases: Set[ProviderRef]) -> Mapping[ProviderRef, ProviderRef]:
        return {alias: self.tables.aliases[alias] for alias in aliases & self.tables.aliases.keys()}

    async def add(self, aliases: Mapping[ProviderRef, ProviderRef]) -> None:
        for alias, account in aliases.items():
            self.tables.aliases.setdefault(alias, account)
            await self._move(alias, account)

    async def _move(self, alias: ProviderRef, account: ProviderRef) -> None:
        for mirrored in list(self.tables.mirrored(SubscriptionSnapshot, FacetSnapshot)):
            if mirrored.snapshot.account == alias:
                moved = replace(mirrored, snapshot=replace(mirrored.snapshot, account=account))
                self.tables.mirror[mirrored.snapshot.key] = moved
        for delivery in list(self.tables.inbox.values()):
            if delivery.account == alias:
                self.tables.inbox[delivery.id] = replace(delivery, account=account)
        of_alias = [claim for claim in self.tables.claims.values() if claim.account == alias]
        for claim in of_alias:
            del self.tables.claims[claim.identity]
        await InMemoryClaims(self.tables).add([renamed_claim(claim, {alias: account}) for claim in of_alias])
        for unlinking, at in list(self.tables.unlinkings.items()):
            if unlinking.account == alias:
                del self.tables.unlinkings[unlinking]
                self.tables.unlinkings.setdefault(replace(unlinking, account=account), at)
