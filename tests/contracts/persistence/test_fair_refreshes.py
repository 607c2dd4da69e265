"""On every storage, the refresh of a customer with many objects lets other customers' fetches in between."""

from __future__ import annotations

from datetime import timedelta

from application.fetching.refresh_customer import AT_ONCE, RefreshCustomer
from application.ingestion.apply_provider_event import ApplyProviderEvent
from application.ports.storage.storage import Storage
from contracts.persistence.writing import ids, take
from domain.customer import CustomerId
from domain.ownership.claim import Trust
from examples import ADA, BOB, NOON, claim, ref, told_subscription
from fakes.clock import FakeClock
from unit.application.stage import event

MANY = 40


async def credit(storage: Storage, customer_id: CustomerId, *subjects: str) -> None:
    """Credit subscriptions by unsigned claims, which link no account, so that each is fetched individually."""
    told = [told_subscription(subject, account=ref(f"account-{subject}")) for subject in subjects]
    claims = [
        claim(customer_id, subject=subject, account=f"account-{subject}", trust=Trust.UNSIGNED) for subject in subjects
    ]
    heard = event(f"everything-of-{customer_id}", *told, claims=tuple(claims))
    await ApplyProviderEvent(storage=storage, clock=FakeClock(NOON))([heard])


async def test_customer_with_few_objects_is_served_while_one_with_many_still_waits(storage: Storage) -> None:
    await credit(storage, ADA, *(f"ada-{n:02}" for n in range(MANY)))
    await credit(storage, BOB, "bob")
    clock = FakeClock(NOON)
    refresh = RefreshCustomer(storage=storage, clock=clock)
    await refresh(ADA)
    clock.advance(timedelta(seconds=2))
    await refresh(BOB)
    served = ids(await take(storage, 2, limit=MANY))
    assert "bob" in served
    assert len(served) == AT_ONCE + 3


async def test_objects_of_a_refresh_come_due_a_second_apart(storage: Storage) -> None:
    await credit(storage, ADA, *(f"ada-{n:02}" for n in range(MANY)))
    await RefreshCustomer(storage=storage, clock=FakeClock(NOON))(ADA)
    assert len(await take(storage, MANY - AT_ONCE - 1, limit=MANY)) == MANY - 1
    assert len(await take(storage, MANY - AT_ONCE, limit=MANY)) == 1
