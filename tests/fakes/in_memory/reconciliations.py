"""Checkpoints of reconciliation, in memory."""

from dataclasses import dataclass, replace

from application.ports.errors import WriteConflict
from application.ports.storage.reconciliation_runs import ReconciliationRun
from domain.provider import ProviderName
from fakes.in_memory.tables import Tables


@dataclass(frozen=True, slots=True)
class InMemoryReconciliations:
    tables: Tables

    async def get(self, provider: ProviderName) -> ReconciliationRun | None:
        return self.tables.reconciliations.get(provider)

    async def save(self, reconciliation: ReconciliationRun) -> None:
        known = self.tables.reconciliations.get(reconciliation.provider)
        if (known.version if known else 0) != reconciliation.version:
            raise WriteConflict(reconciliation.provider)
        written = replace(reconciliation, version=reconciliation.version + 1)
        self.tables.reconciliations[reconciliation.provider] = written
