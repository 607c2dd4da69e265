"""The queue of objects to fetch from the providers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderName, ProviderRef

GONE = "gone"
"""The error of an entry whose object the provider did not know when it was last asked."""

ANSWERED_BY: Mapping[ObjectKind, ObjectKind] = {
    ObjectKind.CHECKOUT: ObjectKind.CONTENTS,
    ObjectKind.INVOICE: ObjectKind.CONTENTS,
    ObjectKind.ORDER: ObjectKind.CONTENTS,
    ObjectKind.ARREARS: ObjectKind.SUBSCRIPTION_INVOICE,
}
"""Maps each kind of object to the kind that the mirror holds once it has been fetched.

Checkouts, invoices and orders are fetched once for the complete list of what was bought. The arrears of a subscription
are fetched if none of its invoices is known to be open.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedFetch:
    """`once`: only if the mirror holds nothing of the object yet, and it is not on the agenda either.

    `unless_pending`: leaves an entry that is on the agenda as it is.
    Of a kind in `ANSWERED_BY`, `once` is only if the mirror holds nothing of that other kind.
    """

    kind: ObjectKind
    ref: ProviderRef
    due_at: datetime
    once: bool = False
    unless_pending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchTask:
    """An ask that was taken up.

    `attempts` counts this one; `generation` tells whether it was asked for again meanwhile, `leased_until` whether
    somebody else has taken it up since.
    """

    kind: ObjectKind
    ref: ProviderRef
    attempts: int
    generation: int
    leased_until: datetime


class FetchQueue(Protocol):
    """One entry per object: asking again for what is on it already brings it forward, never back.

    Asking again restarts the count of attempts, because there is a new reason to try. An object that the provider does
    not know keeps its count, so that the delays between its attempts grow however often it is asked for.
    """

    async def add(self, asks: Sequence[QueuedFetch]) -> None: ...

    async def lease(
        self,
        providers: Set[ProviderName],
        now: datetime,
        *,
        limit: int,
        lease: timedelta,
        only: tuple[ObjectKind, ProviderRef] | None = None,
    ) -> list[FetchTask]:
        """Lease due tasks, the longest overdue first, exclusively until the lease expires.

        `only`: nothing but this object's entry.
        """
        ...

    async def complete(self, task: FetchTask) -> None:
        """Takes it off, unless it was asked for again or taken by somebody else since it was taken up."""
        ...

    async def postpone(self, task: FetchTask, due_at: datetime, error: str) -> None:
        """Leaves it as it is if it was taken by somebody else since it was taken up.

        `error`: `GONE` if the provider does not know the object.
        """
        ...

    async def release(self, task: FetchTask, due_at: datetime) -> None:
        """Return a task that was not fetched: like `postpone`, without counting an attempt."""
        ...
