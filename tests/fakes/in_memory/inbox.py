"""The inbox in memory."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from application.ports.inbox import Delivery, DeliveryId, DeliveryStatus
from domain.provider import ProviderName
from fakes.in_memory.tables import Tables


@dataclass(frozen=True, slots=True)
class InMemoryInbox:
    tables: Tables

    async def receive(self, deliveries: Sequence[Delivery]) -> frozenset[DeliveryId]:
        new: dict[DeliveryId, Delivery] = {}
        for delivery in deliveries:
            if delivery.id not in self.tables.inbox:
                new.setdefault(delivery.id, delivery)
        self.tables.inbox.update(new)
        return frozenset(new)

    async def take(
        self, providers: Set[ProviderName], now: datetime, *, limit: int, lease: timedelta
    ) -> list[Delivery]:
        due = sorted(
            (delivery.next_attempt_at, delivery.id)
            for delivery in self.tables.inbox.values()
            if delivery.provider in providers and (delivery.next_attempt_at or now + lease) <= now
        )
        taken = []
        for _, identity in due[:limit]:
            delivery = self.tables.inbox[identity]
            taken.append(replace(delivery, attempts=delivery.attempts + 1, next_attempt_at=now + lease))
        self.tables.inbox.update({delivery.id: delivery for delivery in taken})
        return taken

    async def settle(self, taken: Delivery, outcome: Delivery) -> bool:
        if self.tables.inbox[taken.id].next_attempt_at != taken.next_attempt_at:
            return False
        self.tables.inbox[taken.id] = outcome
        return True

    async def reopen(self, chosen: Sequence[DeliveryId], now: datetime) -> frozenset[DeliveryId]:
        known = frozenset(chosen) & self.tables.inbox.keys()
        for identity in known:
            delivery = self.tables.inbox[identity]
            again = replace(delivery, status=DeliveryStatus.FAILED, attempts=0, next_attempt_at=now)
            self.tables.inbox[identity] = again
        return known
