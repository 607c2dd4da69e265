"""On every storage, the refresh of a customer with many objects lets the others in between."""

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
    """Unsigned claims link no account, so each of these is fetched by itself."""
    told = [told_subscription(subject, account=ref(f"account-{subject}")) for subject in subjects]
    claims = [
        claim(customer_id, subject=subject, account=f"account-{subject}", trust=Trust.UNSIGNED) for subject in subjects
    ]
    heard = event(f"everything-of-{customer_id}", *told, claims=tuple(claims))
    await ApplyProviderEvent(storage=storage, clock=FakeClock(NOON))([heard])


async def test_who_has_little_is_served_while_who_has_much_still_waits(storage: Storage) -> None:
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


async def test_all_of_a_refresh_is_due_after_a_second_for_each(storage: Storage) -> None:
    await credit(storage, ADA, *(f"ada-{n:02}" for n in range(MANY)))
    await RefreshCustomer(storage=storage, clock=FakeClock(NOON))(ADA)
    assert len(await take(storage, MANY - AT_ONCE - 1, limit=MANY)) == MANY - 1
    assert len(await take(storage, MANY - AT_ONCE, limit=MANY)) == 1
