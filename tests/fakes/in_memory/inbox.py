"""The inbox in memory."""

from collections.abc import Sequence
from dataclasses import dataclass

from application.ports.persistence import Delivery
from domain.provider import ProviderName
from fakes.in_memory.tables import Tables


@dataclass(frozen=True, slots=True)
class InMemoryInbox:
    tables: Tables

    async def receive(self, deliveries: Sequence[Delivery]) -> frozenset[tuple[ProviderName, str]]:
        new: dict[tuple[ProviderName, str], Delivery] = {}
        for delivery in deliveries:
            key = (delivery.provider, delivery.key)
            if key not in self.tables.inbox:
                new.setdefault(key, delivery)
        self.tables.inbox.update(new)
        return frozenset(new)
