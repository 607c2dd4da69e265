"""A host may name an account by either of its two ids."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from application.customers.link_account import UnlinkAccount
from application.customers.register_customer import RegisterCustomer, Registration
from application.ingestion.mirror_updates import apply_updates
from application.ports.provider.event import Undecodable
from application.ports.provider.updates import Alias, ProviderUpdate
from application.ports.storage.inbox import DeliveryStatus
from domain.billing.assembly import assemble_billing
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderRef
from examples import ADA, ALPHA, NOON, claim, ref, told_subscription
from fakes.clock import FakeClock
from fakes.mentions import mentions_in
from fakes.storage import InMemoryStorage
from unit.application.stage import Stage, event

FIRST, SECOND = ref("account"), ref("second")
BOTH = ProviderUpdate(snapshots=(told_subscription(),), aliases=(Alias(alias=SECOND, account=FIRST),))
SECOND_ONLY = ProviderUpdate(
    snapshots=(told_subscription("other", account=SECOND),), aliases=(Alias(alias=SECOND, account=None),)
)


async def hear(storage: InMemoryStorage, heard: ProviderUpdate) -> None:
    async with storage.begin() as uow:
        await apply_updates(uow, [heard], NOON)
        await uow.commit()


async def link(storage: InMemoryStorage, account: ProviderRef) -> None:
    register = RegisterCustomer(storage=storage, clock=FakeClock(NOON))
    await register(Registration(customer_id=ADA, accounts=[account]))


async def seen(storage: InMemoryStorage) -> tuple[list[str], set[str]]:
    """Return the customer's accounts and subscriptions."""
    facts = await storage.customer_records(ADA)
    assert facts is not None
    billing = assemble_billing(facts)
    return [account.ref.id for account in billing.accounts], {each.ref.id for each in billing.subscriptions}


async def test_account_linked_by_its_second_id_is_shown_once_with_all_its_objects() -> None:
    for steps in ("link both second", "second link both", "both second link", "second both link"):
        storage = InMemoryStorage()
        for step in steps.split():
            if step == "link":
                await link(storage, SECOND)
            else:
                await hear(storage, BOTH if step == "both" else SECOND_ONLY)
        assert await seen(storage) == (["account"], {"sub", "other"}), steps


async def test_account_is_unlinked_by_either_id() -> None:
    for account in (FIRST, SECOND):
        storage = InMemoryStorage()
        await hear(storage, BOTH)
        await link(storage, FIRST)
        await UnlinkAccount(storage=storage, clock=FakeClock(NOON))(ADA, account)
        assert await seen(storage) == ([], set())


@pytest.mark.parametrize("failed_before", [False, True])
async def test_delivery_with_the_second_id_is_stored_under_the_first(stage: Stage, *, failed_before: bool) -> None:
    told = replace(event("1"), decoded=SECOND_ONLY)
    if failed_before:
        await stage.use.apply_provider_event([replace(told, decoded=Undecodable(error="odd"))])
    await stage.use.apply_provider_event([replace(event("2"), decoded=BOTH)])
    if failed_before:
        stage.alpha.deliveries[b"payload-secret"] = SECOND_ONLY
        stage.clock.advance(timedelta(minutes=1))
        assert await stage.use.retry_deliveries() == 1
    else:
        await stage.use.apply_provider_event([told])
    kept = stage.tables.inbox[ALPHA, "1"]
    assert (kept.status, kept.account) == (DeliveryStatus.APPLIED, FIRST)


async def erased_customer_of(stage: Stage) -> None:
    """Erase Ada, who owned the account under its first id."""
    await stage.hear(told_subscription(), claims=(claim(),))
    assert not (await stage.use.erase_customer(ADA)).again


async def test_deliveries_with_the_second_id_are_emptied_once_their_account_is_an_erased_customers(
    stage: Stage,
) -> None:
    await erased_customer_of(stage)
    await stage.use.apply_provider_event([replace(event("second"), decoded=SECOND_ONLY)])
    assert stage.tables.inbox[ALPHA, "second"].payload
    await stage.use.apply_provider_event([replace(event("both"), decoded=BOTH)])
    assert [stage.tables.inbox[ALPHA, key].payload for key in ("second", "both")] == ["", ""]
    await stage.use.apply_provider_event([replace(event("later"), decoded=SECOND_ONLY)])
    assert stage.tables.inbox[ALPHA, "later"].payload == ""


async def test_unreadable_delivery_with_the_second_id_of_an_erased_customers_account_is_emptied(stage: Stage) -> None:
    await erased_customer_of(stage)
    await stage.use.apply_provider_event([replace(event("both"), decoded=BOTH)])
    hers, anothers = '{"customer": "second"}', '{"customer": "third"}'
    unread = replace(
        event("unread"), payload=hers, mentions=partial(mentions_in, hers, ALPHA), decoded=Undecodable(error="odd")
    )
    others = replace(unread, key="others", payload=anothers, mentions=partial(mentions_in, anothers, ALPHA))
    await stage.use.apply_provider_event([unread, others])
    assert (stage.tables.inbox[ALPHA, "unread"].payload, stage.tables.inbox[ALPHA, "others"].payload) == (
        "",
        others.payload,
    )


@pytest.mark.parametrize(("linked", "asked"), [(True, [FIRST, SECOND]), (False, [])])
async def test_account_linked_by_its_second_id_is_fetched_by_its_first(
    *, linked: bool, asked: list[ProviderRef]
) -> None:
    storage = InMemoryStorage()
    if linked:
        await link(storage, SECOND)
    await hear(storage, BOTH)
    assert sorted(ref for kind, ref in storage.tables.agenda if kind is ObjectKind.ACCOUNT) == asked


async def test_update_without_a_second_id_adds_no_alias() -> None:
    storage = InMemoryStorage()
    await hear(storage, ProviderUpdate(snapshots=(told_subscription(),)))
    assert storage.tables.aliases == {}
