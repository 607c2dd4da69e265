"""Use case: what was sent is not kept for ever; what it said is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from application.ports.operations.clock import Clock
from application.ports.storage.storage import Storage

AT_ONCE = 500
_MOST_ROUNDS = 10
_OCCURRENCES = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class PurgePayloads:
    """Empties deliveries that are older than `after`, in small transactions, unless they are still tried.

    A delivery without its payload cannot be replayed. Counts of what occurred go after a week.
    """

    storage: Storage
    clock: Clock
    after: timedelta

    async def __call__(self) -> int:
        """Answers how many were emptied; what is too much for one call is left to the next.

        Raises:
            StorageUnavailable
        """
        now = self.clock.now()
        emptied = 0
        for _ in range(_MOST_ROUNDS):
            async with self.storage.begin() as uow:
                count = await uow.inbox.drop_old_payloads(now - self.after, limit=AT_ONCE)
                await uow.occurrences.delete_before(now - _OCCURRENCES)
                await uow.commit()
            emptied += count
            if count < AT_ONCE:
                break
        return emptied
