"""The inbox in memory."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from application.ports.storage.inbox import (
    ERASED_REASON,
    Delivery,
    DeliveryFilter,
    DeliveryId,
    DeliveryPage,
    DeliveryStatus,
    DeliverySubjects,
)
from domain.provider import ProviderName
from fakes.in_memory.facts import belongings_about
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

    async def lease(
        self,
        providers: Set[ProviderName],
        now: datetime,
        *,
        limit: int,
        lease: timedelta,
        only: DeliveryId | None = None,
    ) -> list[Delivery]:
        due = sorted(
            (delivery.next_attempt_at, delivery.id)
            for delivery in self.tables.inbox.values()
            if delivery.provider in providers
            and only in (None, delivery.id)
            and (delivery.next_attempt_at or now + lease) <= now
        )
        taken = []
        for _, identity in due[:limit]:
            delivery = self.tables.inbox[identity]
            taken.append(replace(delivery, attempts=delivery.attempts + 1, next_attempt_at=now + lease))
        self.tables.inbox.update({delivery.id: delivery for delivery in taken})
        return taken

    async def complete(self, taken: Delivery, outcome: Delivery) -> bool:
        if self.tables.inbox[taken.id].next_attempt_at != taken.next_attempt_at:
            return False
        self.tables.inbox[taken.id] = outcome
        return True

    async def applied(self, chosen: Set[DeliveryId]) -> frozenset[DeliveryId]:
        known = {identity: self.tables.inbox[identity] for identity in chosen & self.tables.inbox.keys()}
        return frozenset(identity for identity, each in known.items() if each.status is DeliveryStatus.APPLIED)

    async def about(self, about: DeliverySubjects) -> frozenset[DeliveryId]:
        return frozenset(
            delivery.id
            for delivery in self.tables.inbox.values()
            if _is_one(DeliveryFilter(about=about), delivery)
            and delivery.status in (DeliveryStatus.APPLIED, DeliveryStatus.IGNORED)
        )

    async def drop_payloads(self, chosen: Set[DeliveryId]) -> None:
        for identity in chosen & self.tables.inbox.keys():
            delivery = replace(self.tables.inbox[identity], payload="")
            if delivery.status in (DeliveryStatus.FAILED, DeliveryStatus.DEAD):
                status, error = DeliveryStatus.IGNORED, ERASED_REASON
                delivery = replace(delivery, status=status, error=error, next_attempt_at=None)
            self.tables.inbox[identity] = delivery

    async def drop_old_payloads(self, before: datetime, *, limit: int) -> int:
        old = sorted(
            (delivery.received_at, delivery.id)
            for delivery in self.tables.inbox.values()
            if delivery.payload and delivery.received_at < before and delivery.next_attempt_at is None
        )[:limit]
        for _, identity in old:
            self.tables.inbox[identity] = replace(self.tables.inbox[identity], payload="")
        return len(old)

    async def reopen(self, chosen: DeliveryId, now: datetime) -> None:
        delivery = self.tables.inbox.get(chosen)
        if delivery is not None:
            again = replace(delivery, status=DeliveryStatus.FAILED, attempts=0, next_attempt_at=now)
            self.tables.inbox[chosen] = again


def list_deliveries(tables: Tables, which: DeliveryFilter, *, limit: int) -> DeliveryPage:
    """List deliveries, newest first, without payloads."""
    found = [delivery for delivery in tables.inbox.values() if _is_one(which, delivery)]
    found.sort(key=lambda delivery: (delivery.received_at, delivery.id), reverse=True)
    return _with_claims(tables, [replace(delivery, payload="") for delivery in found[:limit]])


def list_payloads(tables: Tables, which: DeliveryFilter, *, limit: int) -> list[Delivery]:
    """List deliveries, newest first, with payloads."""
    found = [delivery for delivery in tables.inbox.values() if delivery.payload and _is_one(which, delivery)]
    return sorted(found, key=lambda delivery: (delivery.received_at, delivery.id), reverse=True)[:limit]


def show_delivery(tables: Tables, chosen: DeliveryId) -> DeliveryPage | None:
    return _with_claims(tables, [tables.inbox[chosen]]) if chosen in tables.inbox else None


def _with_claims(tables: Tables, deliveries: Sequence[Delivery]) -> DeliveryPage:
    accounts = {delivery.account for delivery in deliveries if delivery.account is not None}
    subjects = {delivery.subject[1] for delivery in deliveries if delivery.subject is not None}
    known = belongings_about(tables, accounts=accounts | subjects, subjects=subjects)
    return DeliveryPage(deliveries=tuple(deliveries), belongings=known)


def _is_one(which: DeliveryFilter, delivery: Delivery) -> bool:
    return (
        which.status in (None, delivery.status)
        and which.provider in (None, delivery.provider)
        and (which.since is None or delivery.received_at >= which.since)
        and (which.before is None or (delivery.received_at, delivery.id) < which.before)
        and (which.about is None or _is_about(which.about, delivery))
    )


def _is_about(about: DeliverySubjects, delivery: Delivery) -> bool:
    of_account = delivery.account in about.accounts and delivery.subject not in about.others
    return of_account or delivery.subject in about.subjects
