"""The host may name an account by either of its ids."""

from __future__ import annotations

from application.applying import apply
from application.heard import Alias, Heard
from application.link_account import UnlinkAccount
from application.register_customer import RegisterCustomer, Registration
from domain.facts import billing_of
from domain.provider import Ref
from examples import ADA, NOON, ref, told_subscription
from fakes.clock import FakeClock
from fakes.storage import InMemoryStorage

FIRST, SECOND = ref("account"), ref("second")
BOTH = Heard(snapshots=(told_subscription(),), aliases=(Alias(alias=SECOND, account=FIRST),))
SECOND_ONLY = Heard(
    snapshots=(told_subscription("other", account=SECOND),), aliases=(Alias(alias=SECOND, account=None),)
)


async def hear(storage: InMemoryStorage, heard: Heard) -> None:
    async with storage.begin() as uow:
        await apply(uow, [heard], NOON)
        await uow.commit()


async def link(storage: InMemoryStorage, account: Ref) -> None:
    register = RegisterCustomer(storage=storage, clock=FakeClock(NOON))
    await register(Registration(customer_id=ADA, accounts=[account]))


async def seen(storage: InMemoryStorage) -> tuple[list[str], set[str]]:
    """The customer's accounts and subscriptions."""
    facts = await storage.facts(ADA)
    assert facts is not None
    billing = billing_of(facts)
    return [account.ref.id for account in billing.accounts], {each.ref.id for each in billing.subscriptions}


async def test_an_account_that_was_linked_by_its_second_id_is_shown_once_with_everything() -> None:
    for steps in ("link both second", "second link both", "both second link", "second both link"):
        storage = InMemoryStorage()
        for step in steps.split():
            if step == "link":
                await link(storage, SECOND)
            else:
                await hear(storage, BOTH if step == "both" else SECOND_ONLY)
        assert await seen(storage) == (["account"], {"sub", "other"}), steps


async def test_an_account_is_unlinked_by_either_id() -> None:
    for account in (FIRST, SECOND):
        storage = InMemoryStorage()
        await hear(storage, BOTH)
        await link(storage, FIRST)
        await UnlinkAccount(storage=storage, clock=FakeClock(NOON))(ADA, account)
        assert await seen(storage) == ([], set())


async def test_without_a_second_id_nothing_is_looked_up() -> None:
    storage = InMemoryStorage()
    await hear(storage, Heard(snapshots=(told_subscription(),)))
    assert storage.tables.aliases == {}
