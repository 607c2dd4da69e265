"""Common steps of the storage tests, each in its own unit of work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from application.ports.storage.fetch_queue import FetchTask, QueuedFetch
from application.ports.storage.inbox import Delivery, DeliveryStatus
from application.ports.storage.storage import ObjectKey, Storage
from domain.customer import Customer
from domain.mirror.merge import MirrorRecord
from domain.mirror.snapshot import ObjectKind, Snapshot
from domain.ownership.claim import Claim
from domain.ownership.claim_set import ClaimSet
from domain.provider import ProviderName, ProviderRef
from examples import ADA, ALPHA, BETA, BOB, NOON, after, known, ref

LEASE = timedelta(minutes=2)


def delivery(key: str, **facts: Any) -> Delivery:
    told: dict[str, Any] = {
        "provider": ALPHA,
        "key": key,
        "type": "something.happened",
        "status": DeliveryStatus.APPLIED,
        "received_at": NOON,
        "payload": "{}",
    }
    return Delivery(**{**told, **facts})


def ask(id_: str = "sub", *, due: float = 0, kind: ObjectKind = ObjectKind.SUBSCRIPTION, **said: bool) -> QueuedFetch:
    return QueuedFetch(kind=kind, ref=ref(id_), due_at=after(due), **said)


async def mirror(storage: Storage, *snapshots: Snapshot) -> None:
    async with storage.begin() as uow:
        await uow.mirror.save([known(snapshot) for snapshot in snapshots])
        await uow.commit()


async def load(storage: Storage, *keys: ObjectKey) -> dict[ObjectKey, MirrorRecord[Any]]:
    async with storage.begin() as uow:
        return await uow.mirror.load(frozenset(keys))


async def register(storage: Storage, *customers: Customer) -> None:
    async with storage.begin() as uow:
        await uow.customers.register(customers)
        await uow.commit()


async def claimed(storage: Storage, *claims: Claim) -> None:
    """Register the claiming customers and add their claims."""
    async with storage.begin() as uow:
        await uow.customers.register([Customer(id=c.customer_id, registered_at=NOON) for c in claims])
        await uow.claims.add(claims)
        await uow.commit()


async def about(
    storage: Storage, *, accounts: Sequence[ProviderRef] = (), subjects: Sequence[ProviderRef] = ()
) -> ClaimSet:
    async with storage.begin() as uow:
        return await uow.claims.about(accounts=frozenset(accounts), subjects=frozenset(subjects))


async def asked(storage: Storage, *asks: QueuedFetch) -> None:
    async with storage.begin() as uow:
        await uow.fetch_queue.add(asks)
        await uow.commit()


async def take(
    storage: Storage, at: float, *, limit: int = 10, providers: Sequence[ProviderName] = (ALPHA, BETA)
) -> list[FetchTask]:
    async with storage.begin() as uow:
        tasks = await uow.fetch_queue.lease(frozenset(providers), after(at), limit=limit, lease=LEASE)
        await uow.commit()
    return tasks


async def complete(storage: Storage, task: FetchTask) -> None:
    async with storage.begin() as uow:
        await uow.fetch_queue.complete(task)
        await uow.commit()


async def postpone(storage: Storage, task: FetchTask, until: float, *, error: str = "no answer") -> None:
    async with storage.begin() as uow:
        await uow.fetch_queue.postpone(task, after(until), error)
        await uow.commit()


async def release(storage: Storage, task: FetchTask, until: float) -> None:
    async with storage.begin() as uow:
        await uow.fetch_queue.release(task, after(until))
        await uow.commit()


def ids(tasks: Sequence[FetchTask]) -> list[str]:
    return [task.ref.id for task in tasks]


ada = Customer(id=ADA, registered_at=NOON)
bob = Customer(id=BOB, registered_at=NOON)
