"""The mirror returns the saved records, and prevents overwriting a record that was not loaded."""

from dataclasses import replace

import pytest

from application.ports.errors import WriteConflict
from application.ports.storage.storage import ObjectKey, Storage
from contracts.persistence.writing import load, mirror
from domain.catalogue.entry import CatalogueSnapshot
from domain.catalogue.pricing import Pricing
from domain.mirror.snapshot import ObjectKind, Snapshot
from domain.purchases.facet import PaymentRelation
from domain.subscription import ScheduleSnapshot
from examples import (
    BETA,
    NOON,
    after,
    dollars,
    fetched,
    known,
    pushed,
    ref,
    told_account,
    told_charge,
    told_dispute,
    told_first_failure,
    told_invoice,
    told_item,
    told_payment,
    told_phase,
    told_subscription,
)

NINE = (Pricing.per_unit(dollars(9)),)
PLANNED = (told_phase("pro", after(60)),)
EVERY_KIND: list[Snapshot] = [
    told_subscription(),
    ScheduleSnapshot(
        ref=ref("same"),
        kind=ObjectKind.SCHEDULE,
        timestamp=pushed(),
        subscription_id="sub",
        active=True,
        phases=PLANNED,
    ),
    told_invoice("same", timestamp=fetched(3), due_at=after(60)),
    told_first_failure("same"),
    told_account("same"),
    CatalogueSnapshot(ref=ref("same"), kind=ObjectKind.PRODUCT, timestamp=pushed(), name="Pro"),
    CatalogueSnapshot(ref=ref("same"), kind=ObjectKind.PRICE, timestamp=pushed(), pricings=NINE, one_time=False),
    *(
        told_payment("same", kind=kind)
        for kind in (ObjectKind.CHECKOUT, ObjectKind.ORDER, ObjectKind.INVOICE, ObjectKind.PAYMENT)
    ),
    told_item("same"),
    told_charge("same"),
    told_dispute("same"),
    PaymentRelation(
        ref=ref("same"), kind=ObjectKind.INVOICE_PAYMENT, timestamp=pushed(), keys=("a", "b"), created_at=NOON
    ),
]
"""Most of them by one id: what tells them apart is their kind."""


async def test_every_kind_of_object_is_read_back_as_saved(storage: Storage) -> None:
    await mirror(storage, *EVERY_KIND)
    loaded = await load(storage, *(snapshot.key for snapshot in EVERY_KIND))
    assert {key: found.snapshot for key, found in loaded.items()} == {s.key: s for s in EVERY_KIND}


async def test_marks_of_a_record_are_read_back(storage: Storage) -> None:
    marked = known(told_subscription(), contested_at=after(1.000001), counted=True)
    async with storage.begin() as uow:
        await uow.mirror.save([marked])
        await uow.commit()
    assert await load(storage, marked.snapshot.key) == {marked.snapshot.key: replace(marked, version=1)}


async def test_only_known_and_requested_objects_are_loaded(storage: Storage) -> None:
    await mirror(storage, told_subscription("one"), told_subscription("two"), told_subscription("one", provider=BETA))
    one: ObjectKey = (ObjectKind.SUBSCRIPTION, ref("one"))
    assert set(await load(storage, one, (ObjectKind.SUBSCRIPTION, ref("unknown")))) == {one}
    assert await load(storage) == {}


async def test_loaded_record_can_be_changed(storage: Storage) -> None:
    snapshot = told_payment(keys=("order", "payment"))
    await mirror(storage, snapshot)
    later = replace(snapshot, timestamp=pushed(60), keys=("order", "invoice"), account=None)
    async with storage.begin() as uow:
        loaded = (await uow.mirror.load(frozenset({snapshot.key})))[snapshot.key]
        await uow.mirror.save([replace(loaded, snapshot=later)])
        await uow.commit()
    assert (await load(storage, snapshot.key))[snapshot.key] == known(later, version=2)


@pytest.mark.parametrize("snapshot", EVERY_KIND, ids=lambda snapshot: snapshot.kind.value)
async def test_record_that_was_not_loaded_cannot_be_overwritten(storage: Storage, snapshot: Snapshot) -> None:
    await mirror(storage, snapshot)
    with pytest.raises(WriteConflict):
        await mirror(storage, snapshot)


async def test_conflict_rolls_back_the_other_records_saved_with_it(storage: Storage) -> None:
    await mirror(storage, told_subscription("old"))
    with pytest.raises(WriteConflict):
        await mirror(storage, told_subscription("new"), told_subscription("old"))
    assert await load(storage, (ObjectKind.SUBSCRIPTION, ref("new"))) == {}


async def test_empty_save_changes_nothing(storage: Storage) -> None:
    await mirror(storage)
    assert await load(storage, told_subscription().key) == {}
