"""Use case: trying again what could not be applied."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from application.execution.log_safety import redact_unless_identifier
from application.execution.retry_on_conflict import retry_on_conflict
from application.ingestion.aliases import under_one_id
from application.ingestion.delivery_lifecycle import MAX_ATTEMPTS, completed, failed
from application.ingestion.mirror_updates import apply_updates
from application.ports.errors import StorageUnavailable
from application.ports.operations.clock import Clock
from application.ports.provider.event import DecodedEvent, Undecodable
from application.ports.provider.provider import Providers
from application.ports.provider.updates import ProviderUpdate
from application.ports.storage.fetch_queue import QueuedFetch
from application.ports.storage.inbox import Delivery, DeliveryId, DeliveryStatus
from application.ports.storage.storage import ObjectKey, Storage

LEASE = timedelta(minutes=1)
"""How long a crash may keep others from what was taken up; to apply one delivery takes far less."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryDeliveries:
    """Applies again what failed, one by one, so that none is held up or counted for what another one does."""

    storage: Storage
    providers: Providers
    clock: Clock

    async def __call__(self, *, limit: int = 10, only: DeliveryId | None = None) -> int:
        """Answers how many were taken up; as long as that is `limit`, there may be more. `only`: none but this one.

        Raises:
            StorageUnavailable
        """
        for count in range(limit):
            taken = await retry_on_conflict(lambda: self._take(only))
            if taken is None:
                return count
            await self.attempt(taken)
        return limit

    async def _take(self, only: DeliveryId | None) -> Delivery | None:
        async with self.storage.begin() as uow:
            now = self.clock.now()
            taken = await uow.inbox.lease(frozenset(self.providers), now, limit=1, lease=LEASE, only=only)
            await uow.commit()
        return taken[0] if taken else None

    async def attempt(self, taken: Delivery) -> None:
        """Tries one that was taken, and keeps what became of it.

        Raises:
            StorageUnavailable
        """
        if taken.attempts > MAX_ATTEMPTS:
            await self._fail(taken, taken.error or "the last attempt was interrupted")
            return
        reading: DecodedEvent | None = None
        try:
            reading = self.providers[taken.provider].webhooks.decode_stored(taken.type, taken.payload)
            if isinstance(reading, Undecodable):
                await self._fail(taken, reading.error)
            else:
                await retry_on_conflict(partial(self._apply, taken, reading))
        except StorageUnavailable:
            raise
        except Exception as error:  # it must not keep the others from being tried
            await self._fail(
                taken, type(error).__name__, reading.affected_objects if isinstance(reading, ProviderUpdate) else ()
            )

    async def _apply(self, taken: Delivery, reading: DecodedEvent) -> None:
        now = self.clock.now()
        async with self.storage.begin() as uow:
            if isinstance(reading, ProviderUpdate):
                (reading,) = await under_one_id(uow, [reading], now)
            if await uow.inbox.complete(taken, completed(taken, reading, now)):
                if isinstance(reading, ProviderUpdate):
                    applied = await apply_updates(uow, [reading], now)
                    await uow.inbox.drop_payloads(applied.concerned.of_erased([(taken.id, reading)]))
                await uow.commit()

    async def _fail(self, taken: Delivery, error: str, concerns: Iterable[ObjectKey] = ()) -> None:
        """`concerns`: what the provider can be asked about meanwhile."""
        outcome, asked = failed(taken, error, self.clock.now()), tuple(concerns)
        await retry_on_conflict(lambda: self._store_outcome(taken, outcome, asked))
        key = redact_unless_identifier(taken.key)
        described = {"provider": taken.provider, "delivery": key, "attempts": taken.attempts, "error": error}
        if outcome.status is DeliveryStatus.DEAD:
            _log.error("webhook event given up", extra=described)
        else:
            _log.warning("webhook event failed again", extra=described)

    async def _store_outcome(self, taken: Delivery, outcome: Delivery, concerns: Sequence[ObjectKey]) -> None:
        now = self.clock.now()
        async with self.storage.begin() as uow:
            if await uow.inbox.complete(taken, outcome):
                await uow.fetch_queue.add([QueuedFetch(kind=kind, ref=ref, due_at=now) for kind, ref in concerns])
                await uow.commit()
