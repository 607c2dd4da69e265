"""Use case: an operator has many deliveries applied again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

from application.ingestion.list_events import DeliveryNotFound, ListEvents
from application.ingestion.receive_webhook import ProviderNotConfigured
from application.ingestion.replay_event import PayloadDeleted, ReplayEvent
from application.ports.storage.inbox import Delivery, DeliveryFilter
from domain.customer import CustomerId

_AT_ONCE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayEvents:
    """One by one, the newest first: the mirror does not care for the order, and one that fails holds up nobody."""

    show: ListEvents
    replay: ReplayEvent

    async def __call__(
        self, which: DeliveryFilter, *, customer_id: CustomerId | None = None
    ) -> AsyncIterator[Delivery | None]:
        """Yield the outcome of each delivery, None for one whose provider or payload is missing."""
        while True:
            page = await self.show(which, customer_id=customer_id, limit=_AT_ONCE)
            for view in page:
                yield await self._one(view.delivery)
            if len(page) < _AT_ONCE:
                return
            last = page[-1].delivery
            which = replace(which, before=(last.received_at, last.id))

    async def _one(self, delivery: Delivery) -> Delivery | None:
        try:
            await self.replay(delivery.id)
            return (await self.show.one(delivery.id)).delivery
        except (ProviderNotConfigured, DeliveryNotFound, PayloadDeleted):
            return None
