"""A queued fetch is leased by one process at a time and is never forgotten."""

from datetime import timedelta

import pytest

from application.ports.storage.fetch_queue import GONE
from application.ports.storage.storage import Storage
from contracts.persistence.writing import LEASE, ask, asked, complete, ids, mirror, postpone, release, take
from domain.catalogue.entry import CatalogueSnapshot
from domain.mirror.snapshot import ObjectKind, Snapshot
from domain.subscription import ScheduleSnapshot
from examples import ALPHA, BETA, pushed, ref, told_account, told_contents, told_payment, told_subscription

LEASE_SECONDS = LEASE / timedelta(seconds=1)


async def test_due_tasks_are_leased_with_the_longest_overdue_first(storage: Storage) -> None:
    await asked(storage, ask("b", due=2), ask("a", due=3), ask("c", due=1), ask("later", due=9))
    assert ids(await take(storage, 3)) == ["c", "b", "a"]


async def test_lease_is_limited_to_the_requested_number(storage: Storage) -> None:
    await asked(storage, *(ask(f"sub_{n}", due=n) for n in range(5)))
    assert ids(await take(storage, 9, limit=2)) == ["sub_0", "sub_1"]
    assert ids(await take(storage, 9, limit=2)) == ["sub_2", "sub_3"]
    assert ids(await take(storage, 9, limit=2)) == ["sub_4"]


async def test_only_tasks_of_the_given_providers_are_leased(storage: Storage) -> None:
    await asked(storage, ask())
    assert await take(storage, 1, providers=[BETA]) == []
    assert await take(storage, 1, providers=[]) == []
    [task] = await take(storage, 1, providers=[ALPHA])
    assert (task.kind, task.ref, task.attempts) == (ObjectKind.SUBSCRIPTION, ref("sub"), 1)


async def test_leased_task_is_not_leased_again_before_the_lease_expires(storage: Storage) -> None:
    await asked(storage, ask())
    [first] = await take(storage, 0)
    assert await take(storage, LEASE_SECONDS - 1) == []
    [again] = await take(storage, LEASE_SECONDS)
    assert again.attempts == first.attempts + 1


async def test_expired_lease_does_not_affect_the_new_holder(storage: Storage) -> None:
    await asked(storage, ask())
    [slow] = await take(storage, 0)
    [quick] = await take(storage, LEASE_SECONDS)
    await postpone(storage, slow, LEASE_SECONDS + 1)
    await complete(storage, slow)
    assert await take(storage, 2 * LEASE_SECONDS - 1) == []
    await asked(storage, ask(due=LEASE_SECONDS + 1))
    await complete(storage, slow)
    assert await take(storage, 2 * LEASE_SECONDS - 1) == []
    await postpone(storage, quick, 3 * LEASE_SECONDS)
    assert ids(await take(storage, 2 * LEASE_SECONDS - 1)) == ["sub"]


async def test_requeueing_a_leased_object_gives_it_to_no_other_process(storage: Storage) -> None:
    await asked(storage, ask())
    await take(storage, 0)
    await asked(storage, ask(due=1))
    assert await take(storage, 2) == []


async def test_completed_task_is_removed(storage: Storage) -> None:
    await asked(storage, ask())
    [task] = await take(storage, 0)
    await complete(storage, task)
    assert await take(storage, 10 * LEASE_SECONDS) == []


async def test_object_queued_again_during_its_lease_stays_queued(storage: Storage) -> None:
    await asked(storage, ask())
    [task] = await take(storage, 0)
    await asked(storage, ask(due=7))
    await complete(storage, task)
    assert await take(storage, 6) == []
    [again] = await take(storage, 7)
    assert again.attempts == 1
    await complete(storage, again)
    assert await take(storage, 10 * LEASE_SECONDS) == []


async def test_queueing_again_moves_the_due_time_only_forward(storage: Storage) -> None:
    await asked(storage, ask(due=5))
    await asked(storage, ask(due=9))
    assert await take(storage, 4) == []
    await asked(storage, ask(due=3))
    assert ids(await take(storage, 4)) == ["sub"]


async def test_object_queued_twice_in_one_call_is_one_entry_at_the_earlier_time(storage: Storage) -> None:
    await asked(storage, ask(due=9), ask(due=3), ask(due=5))
    [task] = await take(storage, 3)
    await complete(storage, task)
    assert await take(storage, 10 * LEASE_SECONDS) == []


async def test_postponed_task_is_due_at_its_new_time_and_counts_its_attempts(storage: Storage) -> None:
    await asked(storage, ask())
    [task] = await take(storage, 0)
    await postpone(storage, task, 500)
    assert await take(storage, 499) == []
    [again] = await take(storage, 500)
    assert again.attempts == 2


async def test_object_queued_again_during_its_lease_is_not_postponed_and_starts_counting_again(
    storage: Storage,
) -> None:
    await asked(storage, ask())
    [task] = await take(storage, 0)
    await asked(storage, ask(due=7))
    await postpone(storage, task, 500)
    [again] = await take(storage, 7)
    assert again.attempts == 1


async def test_missing_object_keeps_its_attempts_when_it_is_queued_again(storage: Storage) -> None:
    await asked(storage, ask(), ask("down"))
    for task in await take(storage, 0):
        await postpone(storage, task, 500, error=GONE if task.ref == ref("sub") else "no answer")
    await asked(storage, ask(due=7), ask("down", due=7))
    assert {task.ref.id: task.attempts for task in await take(storage, 7)} == {"sub": 2, "down": 1}


async def test_request_can_leave_a_pending_entry_unchanged(storage: Storage) -> None:
    await asked(storage, ask(due=5))
    await asked(storage, ask(due=1, unless_pending=True), ask("other", due=1, unless_pending=True))
    assert ids(await take(storage, 4)) == ["other"]
    [task] = await take(storage, 5)
    await asked(storage, ask(due=1, unless_pending=True))
    await complete(storage, task)
    await asked(storage, ask(due=6, unless_pending=True))
    assert ids(await take(storage, 6)) == ["sub"]


async def test_released_task_is_due_at_its_new_time_and_counts_no_attempt(storage: Storage) -> None:
    await asked(storage, ask())
    [first] = await take(storage, 0)
    await postpone(storage, first, 1)
    [second] = await take(storage, 1)
    await release(storage, second, 5)
    assert await take(storage, 4) == []
    [again] = await take(storage, 5)
    assert again.attempts == second.attempts


async def test_object_queued_again_before_its_release_is_due_and_starts_counting_again(storage: Storage) -> None:
    await asked(storage, ask())
    [task] = await take(storage, 0)
    await asked(storage, ask(due=7))
    await release(storage, task, 500)
    [again] = await take(storage, 7)
    assert again.attempts == 1
    await complete(storage, again)
    await release(storage, again, 8)
    assert await take(storage, 10 * LEASE_SECONDS) == []


async def test_outdated_task_does_not_remove_a_later_entry(storage: Storage) -> None:
    await asked(storage, ask())
    [slow] = await take(storage, 0)
    [quick] = await take(storage, LEASE_SECONDS)
    await complete(storage, quick)
    await asked(storage, ask())
    await complete(storage, slow)
    assert ids(await take(storage, 0)) == ["sub"]


async def test_removed_task_can_be_completed_and_postponed_without_effect(storage: Storage) -> None:
    await asked(storage, ask())
    [task] = await take(storage, 0)
    await complete(storage, task)
    await complete(storage, task)
    await postpone(storage, task, 1)
    assert await take(storage, 10 * LEASE_SECONDS) == []


async def test_objects_of_two_kinds_with_one_id_are_two_entries(storage: Storage) -> None:
    await asked(storage, ask(kind=ObjectKind.ACCOUNT), ask(kind=ObjectKind.SUBSCRIPTION))
    assert {task.kind for task in await take(storage, 0)} == {ObjectKind.ACCOUNT, ObjectKind.SUBSCRIPTION}


SCHEDULE = ScheduleSnapshot(
    ref=ref("known"), kind=ObjectKind.SCHEDULE, timestamp=pushed(), subscription_id=None, active=False
)


@pytest.mark.parametrize(
    ("kind", "known"),
    [
        (ObjectKind.PRODUCT, CatalogueSnapshot(ref=ref("known"), kind=ObjectKind.PRODUCT, timestamp=pushed())),
        (ObjectKind.PRICE, CatalogueSnapshot(ref=ref("known"), kind=ObjectKind.PRICE, timestamp=pushed())),
        (ObjectKind.SCHEDULE, SCHEDULE),
        (ObjectKind.SUBSCRIPTION, told_subscription("known")),
        (ObjectKind.ACCOUNT, told_account("known")),
        (ObjectKind.CHECKOUT, told_contents("known")),
        (ObjectKind.ORDER, told_contents("known")),
        (ObjectKind.INVOICE, told_contents("known")),
    ],
)
async def test_request_marked_once_is_queued_only_while_the_object_is_not_mirrored(
    storage: Storage, kind: ObjectKind, known: Snapshot
) -> None:
    await mirror(storage, known)
    await asked(storage, ask("known", kind=kind, once=True), ask("unknown", kind=kind, once=True))
    assert ids(await take(storage, 0)) == ["unknown"]


async def test_checkout_with_only_its_payment_mirrored_is_still_fetched_for_its_items(
    storage: Storage,
) -> None:
    await mirror(storage, told_payment("checkout", kind=ObjectKind.CHECKOUT))
    await asked(storage, ask("checkout", kind=ObjectKind.CHECKOUT, once=True))
    assert ids(await take(storage, 0)) == ["checkout"]


async def test_mirrored_product_does_not_prevent_the_fetch_of_a_price_with_its_id(
    storage: Storage,
) -> None:
    await mirror(storage, CatalogueSnapshot(ref=ref("same"), kind=ObjectKind.PRODUCT, timestamp=pushed()))
    asks = [ask("same", kind=kind, once=True) for kind in (ObjectKind.PRODUCT, ObjectKind.PRICE, ObjectKind.SCHEDULE)]
    await asked(storage, *asks)
    assert {task.kind for task in await take(storage, 0)} == {ObjectKind.PRICE, ObjectKind.SCHEDULE}


async def test_request_marked_once_leaves_an_existing_entry_unchanged(storage: Storage) -> None:
    await asked(storage, ask(kind=ObjectKind.PRODUCT, once=True))
    [task] = await take(storage, 0)
    await asked(storage, ask(kind=ObjectKind.PRODUCT, once=True))
    await complete(storage, task)
    assert await take(storage, 10 * LEASE_SECONDS) == []


async def test_mirrored_object_is_queued_by_an_unconditional_request(storage: Storage) -> None:
    await mirror(storage, told_subscription())
    await asked(storage, ask(once=True), ask(due=5))
    assert ids(await take(storage, 5)) == ["sub"]


async def test_empty_request_is_allowed(storage: Storage) -> None:
    await asked(storage)
    assert await take(storage, 0) == []
