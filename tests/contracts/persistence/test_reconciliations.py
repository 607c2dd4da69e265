"""The checkpoint of a reconciliation is stored, and written only by the holder of its lease."""

from __future__ import annotations

from dataclasses import replace

import pytest

from application.ports.errors import WriteConflict
from application.ports.storage.reconciliation_runs import ReconciliationRun
from application.ports.storage.storage import Storage
from contracts.persistence.writing import mirror
from domain.mirror.snapshot import ObjectKind
from examples import ALPHA, BETA, NOON, after, ref, told_charge, told_payment, told_subscription

BEGUN = ReconciliationRun(provider=ALPHA, started_at=NOON)


async def save(storage: Storage, reconciliation: ReconciliationRun) -> None:
    async with storage.begin() as uow:
        await uow.reconciliations.save(reconciliation)
        await uow.commit()


async def kept(storage: Storage) -> ReconciliationRun | None:
    async with storage.begin() as uow:
        assert await uow.reconciliations.get(BETA) is None
        return await uow.reconciliations.get(ALPHA)


async def test_run_is_read_back_completely_with_its_version(storage: Storage) -> None:
    assert await kept(storage) is None
    await save(storage, BEGUN)
    assert await kept(storage) == replace(BEGUN, version=1)
    gone_on = replace(
        BEGUN,
        since=after(-60),
        kind=ObjectKind.SUBSCRIPTION,
        cursor="sub_7",
        finished_at=after(9),
        leased_until=after(5),
        first=True,
        whole_at=after(-9),
        failures=2,
        retry_at=after(7),
        version=1,
    )
    await save(storage, gone_on)
    assert await kept(storage) == replace(gone_on, version=2)


async def test_second_of_two_concurrent_writers_gets_a_conflict(storage: Storage) -> None:
    await save(storage, BEGUN)
    with pytest.raises(WriteConflict):
        await save(storage, BEGUN)
    await save(storage, replace(BEGUN, version=1))
    with pytest.raises(WriteConflict):
        await save(storage, replace(BEGUN, version=1))


async def test_mirror_is_listed_by_kind_in_order_of_ids(storage: Storage) -> None:
    await mirror(storage, *(told_subscription(id_) for id_ in ("b", "a", "c")))
    await mirror(storage, told_payment("a"), told_charge("b"), told_subscription("z", provider=BETA))
    async with storage.begin() as uow:
        first = await uow.mirror.list_after(ALPHA, ObjectKind.SUBSCRIPTION, None, limit=2)
        rest = await uow.mirror.list_after(ALPHA, ObjectKind.SUBSCRIPTION, ref("b"), limit=2)
        charges = await uow.mirror.list_after(ALPHA, ObjectKind.CHARGE, None, limit=2)
    assert [m.snapshot.ref.id for m in [*first, *rest, *charges]] == ["a", "b", "c", "b"]
