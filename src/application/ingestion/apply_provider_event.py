"""Use case: what becomes of a delivery."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from application.execution.log_safety import redact_unless_identifier
from application.execution.retry_on_conflict import retry_on_conflict
from application.ingestion.aliases import events_under_one_id
from application.ingestion.delivery_lifecycle import failed, new_delivery
from application.ingestion.erasure_filter import undecoded_matching
from application.ingestion.mirror_updates import apply_updates
from application.ingestion.repeated_events import without_repetitions
from application.ports.errors import StorageUnavailable
from application.ports.operations.clock import Clock
from application.ports.provider.event import ProviderEvent, Undecodable
from application.ports.provider.updates import ProviderUpdate
from application.ports.storage.fetch_queue import QueuedFetch
from application.ports.storage.inbox import DeliveryId
from application.ports.storage.storage import Storage, UnitOfWork

_Unapplicable = tuple[ProviderEvent, Exception]
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyProviderEvent:
    """Keeps deliveries and lets the mirror hear them, in one transaction; what cannot be applied is kept as failed."""

    storage: Storage
    clock: Clock

    async def __call__(self, events: Sequence[ProviderEvent]) -> None:
        """
        Raises:
            StorageUnavailable: nothing was kept; the provider has to send it again.
        """
        try:
            await retry_on_conflict(lambda: self._apply_batch(events))
        except StorageUnavailable:
            raise
        except Exception as error:
            await self._keep(await self._without_unapplicable(events, error))

    async def _apply_batch(self, events: Sequence[ProviderEvent]) -> None:
        now = self.clock.now()
        async with self.storage.begin() as uow:
            events = await events_under_one_id(uow, await without_repetitions(uow, events), now)
            new = await uow.inbox.receive([new_delivery(event, now) for event in events])
            fresh = list({(e.provider, e.key): e for e in events if (e.provider, e.key) in new}.values())
            of_erased = await self._apply_updates(
                uow, [event for event in fresh if isinstance(event.decoded, ProviderUpdate)], now
            )
            of_erased |= await undecoded_matching(uow, [e for e in fresh if not isinstance(e.decoded, ProviderUpdate)])
            await uow.inbox.drop_payloads(of_erased)
            unread = [
                w for event in fresh if isinstance(event.decoded, Undecodable) for w in event.decoded.fetch_requests
            ]
            if unread:
                await uow.fetch_queue.add(
                    [QueuedFetch(kind=w.kind, ref=w.ref, due_at=now, once=w.once) for w in unread]
                )
            await uow.commit()
        _tell_of_unreadable(fresh)

    async def _apply_updates(
        self, uow: UnitOfWork, events: Sequence[ProviderEvent], now: datetime
    ) -> frozenset[DeliveryId]:
        """Answers which were of somebody erased."""
        heard = [
            ((event.provider, event.key), event.decoded)
            for event in events
            if isinstance(event.decoded, ProviderUpdate)
        ]
        if not heard:
            return frozenset()
        applied = await apply_updates(uow, [reading for _, reading in heard], now)
        return applied.concerned.of_erased(heard)

    async def _without_unapplicable(self, events: Sequence[ProviderEvent], error: Exception) -> list[_Unapplicable]:
        """Apply what can be applied of a group that failed, and return the others with their errors.

        The group is halved until the failing events are alone. A half that fails is rolled back and costs no commit, so
        one such event in a group of n costs about log2(n) commits, and its neighbours do not wait for one each.
        """
        if len(events) == 1:
            return [(events[0], error)]
        found: list[_Unapplicable] = []
        middle = len(events) // 2
        for half in (events[:middle], events[middle:]):
            try:
                await retry_on_conflict(partial(self._apply_batch, half))
            except StorageUnavailable:
                raise
            except Exception as failure:
                found += await self._without_unapplicable(half, failure)
        return found

    async def _keep(self, unapplicable: Sequence[_Unapplicable]) -> None:
        """Keep them as failed in one transaction. One that cannot even be kept must not take the others with it."""
        if not unapplicable:
            return
        try:
            await retry_on_conflict(lambda: self._store_failed(unapplicable))
        except StorageUnavailable:
            raise
        except Exception:
            if len(unapplicable) > 1:
                await self._keep_each(unapplicable)
            else:
                raise

    async def _keep_each(self, unapplicable: Sequence[_Unapplicable]) -> None:
        failure: Exception | None = None
        for each in unapplicable:
            try:
                await self._keep([each])
            except StorageUnavailable:
                raise
            except Exception as unkept:
                failure = unkept
        if failure is not None:
            raise failure

    async def _store_failed(self, unapplicable: Sequence[_Unapplicable]) -> None:
        now = self.clock.now()
        async with self.storage.begin() as uow:
            await uow.inbox.receive(
                [failed(new_delivery(event, now), _reason(error), now) for event, error in unapplicable]
            )
            readings = [event.decoded for event, _ in unapplicable if isinstance(event.decoded, ProviderUpdate)]
            asks = [
                QueuedFetch(kind=kind, ref=ref, due_at=now)
                for heard in readings
                for kind, ref in heard.affected_objects
            ]
            if asks:
                await uow.fetch_queue.add(asks)
            await uow.inbox.drop_payloads(await undecoded_matching(uow, [event for event, _ in unapplicable]))
            await uow.commit()
        for event, error in unapplicable:
            said = {
                "provider": event.provider,
                "delivery": redact_unless_identifier(event.key),
                "error": _reason(error),
            }
            _log.error("webhook event could not be applied", extra=said)


def _reason(error: Exception) -> str:
    return type(error).__name__


def _tell_of_unreadable(events: Sequence[ProviderEvent]) -> None:
    """Once each, when it is kept: whoever sees it early may read up what the provider has changed."""
    for event in events:
        if isinstance(event.decoded, Undecodable):
            said = {
                "provider": event.provider,
                "delivery": redact_unless_identifier(event.key),
                "event_type": redact_unless_identifier(event.type),
            }
            _log.warning("webhook event could not be decoded", extra={**said, "error": event.decoded.error})
