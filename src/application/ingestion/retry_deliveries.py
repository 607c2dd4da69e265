"""Use case: trying again what could not be applied."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from application.execution.log_safety import loggable
from application.execution.retry_on_conflict import until_written
from application.ingestion.aliases import under_one_id
from application.ingestion.delivery_lifecycle import MOST_ATTEMPTS, failed, settled
from application.ingestion.mirror_updates import apply
from application.ports.errors import StorageUnavailable
from application.ports.operations.clock import Clock
from application.ports.provider.event import Reading, Unreadable
from application.ports.provider.provider import Providers
from application.ports.provider.updates import Heard
from application.ports.storage.fetch_queue import Ask
from application.ports.storage.inbox import Delivery, DeliveryId, DeliveryStatus
from application.ports.storage.storage import Key, Storage

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
            taken = await until_written(lambda: self._take(only))
            if taken is None:
                return count
            await self.attempt(taken)
        return limit

    async def _take(self, only: DeliveryId | None) -> Delivery | None:
        async with self.storage.begin() as uow:
            now = self.clock.now()
            taken = await uow.inbox.take(frozenset(self.providers), now, limit=1, lease=LEASE, only=only)
            await uow.commit()
        return taken[0] if taken else None

    async def attempt(self, taken: Delivery) -> None:
        """Tries one that was taken, and keeps what became of it.

        Raises:
            StorageUnavailable
        """
        if taken.attempts > MOST_ATTEMPTS:
            await self._fail(taken, taken.error or "the last attempt was interrupted")
            return
        reading: Reading | None = None
        try:
            reading = self.providers[taken.provider].webhooks.read_again(taken.type, taken.payload)
            if isinstance(reading, Unreadable):
                await self._fail(taken, reading.error)
            else:
                await until_written(partial(self._hear, taken, reading))
        except StorageUnavailable:
            raise
        except Exception as error:  # it must not keep the others from being tried
            await self._fail(taken, type(error).__name__, reading.concerns if isinstance(reading, Heard) else ())

    async def _hear(self, taken: Delivery, reading: Reading) -> None:
        now = self.clock.now()
        async with self.storage.begin() as uow:
            if isinstance(reading, Heard):
                (reading,) = await under_one_id(uow, [reading], now)
            if await uow.inbox.settle(taken, settled(taken, reading, now)):
                if isinstance(reading, Heard):
                    applied = await apply(uow, [reading], now)
                    await uow.inbox.drop_payloads(applied.concerned.of_erased([(taken.id, reading)]))
                await uow.commit()

    async def _fail(self, taken: Delivery, error: str, concerns: Iterable[Key] = ()) -> None:
        """`concerns`: what the provider can be asked about meanwhile."""
        outcome, asked = failed(taken, error, self.clock.now()), tuple(concerns)
        await until_written(lambda: self._keep(taken, outcome, asked))
        key = loggable(taken.key)
        described = {"provider": taken.provider, "delivery": key, "attempts": taken.attempts, "error": error}
        if outcome.status is DeliveryStatus.DEAD:
            _log.error("webhook event given up", extra=described)
        else:
            _log.warning("webhook event failed again", extra=described)

    async def _keep(self, taken: Delivery, outcome: Delivery, concerns: Sequence[Key]) -> None:
        now = self.clock.now()
        async with self.storage.begin() as uow:
            if await uow.inbox.settle(taken, outcome):
                await uow.agenda.add([Ask(kind=kind, ref=ref, due_at=now) for kind, ref in concerns])
                await uow.commit()
