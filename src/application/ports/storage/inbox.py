"""Every genuine delivery, from its arrival until it is applied or given up."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from domain.mirror.snapshot import ObjectKind
from domain.ownership.resolution import OwnershipResolver
from domain.provider import ProviderName, ProviderRef

DeliveryId = tuple[ProviderName, str]
"""A provider and its key of a delivery, as `ProviderEvent` has them."""


ERASED_REASON = "about an erased customer"
"""Why a delivery is not tried any more."""


class DeliveryStatus(StrEnum):
    """The processing status of a webhook event."""

    APPLIED = "applied"
    IGNORED = "ignored"
    FAILED = "failed"
    """It is tried again."""
    DEAD = "dead"
    """It was tried often enough: somebody has to look at it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One genuine delivery as it is kept. `subject` and `account`: what and whose it was about, where that is known.

    `attempts` counts how often it was begun to be applied. `next_attempt_at`: of a failed one, when it is tried again;
    while somebody tries, when others may. `told_at`: the moment it tells of, by the provider's clock, where that was
    known when it arrived. `payload` is empty once it is not kept any more.
    """

    provider: ProviderName
    key: str
    type: str
    status: DeliveryStatus
    received_at: datetime
    told_at: datetime | None = None
    payload: str = field(repr=False)
    attempts: int = 1
    applied_at: datetime | None = None
    next_attempt_at: datetime | None = None
    error: str | None = None
    subject: tuple[ObjectKind, ProviderRef] | None = None
    account: ProviderRef | None = None

    @property
    def id(self) -> DeliveryId:
        return self.provider, self.key


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverySubjects:
    """Deliveries about any of these objects, and those of any of these accounts that are about none of `others`."""

    accounts: frozenset[ProviderRef]
    subjects: frozenset[tuple[ObjectKind, ProviderRef]]
    others: frozenset[tuple[ObjectKind, ProviderRef]] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryFilter:
    """Some of the deliveries: those that meet every condition that is given.

    `before`: only what arrived before the delivery with this time of arrival and id. `since`: then or later.
    """

    status: DeliveryStatus | None = None
    provider: ProviderName | None = None
    about: DeliverySubjects | None = None
    before: tuple[datetime, DeliveryId] | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryPage:
    """Deliveries, and what decides whose the things are that they are about, as of one moment."""

    deliveries: tuple[Delivery, ...]
    belongings: OwnershipResolver


class Inbox(Protocol):
    """Every genuine delivery, once."""

    async def receive(self, deliveries: Sequence[Delivery]) -> frozenset[DeliveryId]:
        """Keeps those whose key is new, and says which they were."""
        ...

    async def lease(
        self,
        providers: Set[ProviderName],
        now: datetime,
        *,
        limit: int,
        lease: timedelta,
        only: DeliveryId | None = None,
    ) -> list[Delivery]:
        """Failed ones whose time has come, the longest due first, for the taker alone until the lease runs out.

        `only`: none but this one. It counts the attempt. To be committed before anything is tried, so that what kills
        the process is counted too.
        """
        ...

    async def complete(self, taken: Delivery, outcome: Delivery) -> bool:
        """Keeps what became of a delivery that was taken, and holds it until the unit of work ends.

        Answers False, and keeps nothing, if somebody else has taken or settled it since.
        """
        ...

    async def applied(self, chosen: Set[DeliveryId]) -> frozenset[DeliveryId]:
        """Those of them that have been applied."""
        ...

    async def about(self, about: DeliverySubjects) -> frozenset[DeliveryId]:
        """Return those that were applied or ignored. One that failed may yet be found to be somebody else's."""
        ...

    async def drop_payloads(self, chosen: Set[DeliveryId]) -> None:
        """For good. What was not applied yet is not tried any more: there is nothing left to try."""
        ...

    async def drop_old_payloads(self, before: datetime, *, limit: int) -> int:
        """Drop payloads of the oldest deliveries before then that will not be retried, and return their number."""
        ...

    async def reopen(self, chosen: DeliveryId, now: datetime) -> None:
        """Has it tried again from now on, whatever became of it, with a new count of attempts."""
        ...
