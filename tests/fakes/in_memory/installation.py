"""The owner of the storage, in memory."""

from collections.abc import Mapping
from dataclasses import dataclass

from fakes.in_memory.tables import Tables


@dataclass(frozen=True, slots=True)
class InMemoryInstallation:
    tables: Tables

    async def get_or_set(self, values: Mapping[str, str]) -> dict[str, str]:
        return {name: self.tables.installation.setdefault(name, value) for name, value in values.items()}
