"""The progress of reconciliation with each provider."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderName


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconciliationRun:
    """The latest one with a provider.

    `kind`, `cursor`: the list it is at and where in it; None is the beginning. `since`: what it looks at, everything if
    None. `finished_at`: None while it is not through. `first`: whether everything was never compared before.
    `whole_at`: when the latest one of everything that came to its end had begun. `failures`: how often in a row the
    provider has broken it off; `retry_at`: before when it need not be tried again. `version`: how often it was written,
    which tells whether somebody else has it.
    """

    provider: ProviderName
    started_at: datetime
    since: datetime | None = None
    kind: ObjectKind | None = None
    cursor: str | None = None
    finished_at: datetime | None = None
    leased_until: datetime | None = None
    first: bool = False
    whole_at: datetime | None = None
    failures: int = 0
    retry_at: datetime | None = None
    version: int = 0


class Reconciliations(Protocol):
    """One for each provider."""

    async def get(self, provider: ProviderName) -> ReconciliationRun | None:
        """It stays as it is for everybody else until this unit of work ends."""
        ...

    async def save(self, reconciliation: ReconciliationRun) -> None:
        """
        Raises:
            WriteConflict: somebody else has written it since it was at this version.
        """
        ...
