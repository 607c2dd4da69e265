"""Use case: an operator has a delivery applied again."""

from __future__ import annotations

from dataclasses import dataclass

from application.execution.retry_on_conflict import retry_on_conflict
from application.ingestion.list_events import DeliveryNotFound
from application.ingestion.receive_webhook import ProviderNotConfigured
from application.ingestion.retry_deliveries import LEASE, RetryDeliveries
from application.ports.storage.inbox import Delivery, DeliveryId


class PayloadDeleted(Exception):
    """Raised if the payload is no longer stored, so that nothing can be applied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayEvent:
    """Apply a delivery again, whatever its status. Applying it twice changes nothing."""

    retry: RetryDeliveries

    async def __call__(self, chosen: DeliveryId) -> None:
        """It is tried at once; if that fails, it is tried again like any other.

        Raises:
            DeliveryNotFound, PayloadDeleted
            ProviderNotConfigured
            StorageUnavailable
        """
        if chosen[0] not in self.retry.providers:
            raise ProviderNotConfigured(chosen[0])
        taken = await retry_on_conflict(lambda: self._take(chosen))
        if taken is None:
            raise DeliveryNotFound
        await self.retry.attempt(taken)

    async def _take(self, chosen: DeliveryId) -> Delivery | None:
        now = self.retry.clock.now()
        async with self.retry.storage.begin() as uow:
            await uow.inbox.reopen(chosen, now)
            taken = await uow.inbox.lease(frozenset({chosen[0]}), now, limit=1, lease=LEASE, only=chosen)
            if taken and not taken[0].payload:
                raise PayloadDeleted
            await uow.commit()
        return taken[0] if taken else None
