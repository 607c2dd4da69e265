"""Every place that shows an owner agrees with the one resolution that knows everything."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings

from adapters.persistence.database import make_engines
from adapters.persistence.storage import SqlStorage
from application.customers.list_unlinked import ListUnlinked, Unlinked
from application.ingestion.apply_provider_event import ApplyProviderEvent
from application.ingestion.list_events import ListEvents
from application.ports.provider.event import ProviderEvent
from application.ports.provider.updates import ProviderUpdate
from application.ports.storage.inbox import DeliveryFilter
from application.ports.storage.storage import Storage
from application.ports.storage.tombstones import is_pseudonym
from application.ports.storage.unlinked import START, UnlinkedCursor
from application.privacy.erase_customer import EraseCustomer
from domain.billing.assembly import assemble_billing
from domain.customer import CustomerId
from domain.lifecycle.arrears import SubscriptionInvoiceSnapshot
from domain.mirror.snapshot import ObjectKind
from domain.ownership.claim import Claim, Trust
from examples import ADA, ALPHA, NOON, claim, ref, told_subscription
from fakes.clock import FakeClock
from fakes.storage import InMemoryStorage
from properties.ownership_worlds import CUSTOMERS, World, account_told_by, worlds

pytestmark = pytest.mark.slow

EVERYTHING = 1_000
A_FEW = 2


async def deliveries_agree(world: World, storage: Storage) -> None:
    show = ListEvents(storage=storage)
    owners = {delivery.id: world.owner(delivery) for delivery in world.deliveries}
    views = await show(DeliveryFilter(), limit=EVERYTHING)
    assert {view.delivery.id: view.customer_id for view in views} == owners
    for customer in CUSTOMERS:
        expected = [view.delivery.id for view in views if view.customer_id == customer]
        for limit in (A_FEW, EVERYTHING):
            theirs = await show(DeliveryFilter(), customer_id=customer, limit=limit)
            assert [view.delivery.id for view in theirs] == expected[:limit]


async def billing_agrees(world: World, storage: Storage) -> None:
    decision = world.decision
    for customer in CUSTOMERS:
        facts = await storage.customer_records(customer)
        assert facts is not None
        billing = assemble_billing(facts)
        ownership = decision.ownership
        held = {account for account in ownership.accounts if _id(ownership.account_owner(account)) == customer}
        assert {account.ref for account in billing.accounts} == held
        owned = {s.ref for s in world.subscriptions if _id(decision.owner(s.key, s.account)) == customer}
        assert {subscription.ref for subscription in billing.subscriptions} == owned
        for purchase in billing.purchases:
            assert _id(decision.owner(purchase.primary_payment.key, purchase.account)) == customer


async def unlinked_agrees(world: World, storage: Storage) -> None:
    decision, listed = world.decision, await told_unlinked(storage)
    lost = {claim for claim in world.claims if not decision.wins(claim)}
    assert {thing.claim for thing in listed if thing.claim is not None} == lost
    for thing in listed:
        if thing.claim is None:
            assert decision.owner((thing.kind, thing.ref), thing.account) is None, thing
        elif thing.owner is not None:
            assert thing.owner != thing.claim.customer_id
    things = {(thing.kind, thing.ref) for thing in listed if thing.claim is None}
    for whole in decision.items:
        if decision.ownership.owner(whole.subjects, whole.account) is None:
            account = {(ObjectKind.ACCOUNT, whole.account)} if whole.account is not None else set()
            assert not things.isdisjoint(account | whole.subjects), whole


async def told_unlinked(storage: Storage) -> list[Unlinked]:
    found: list[Unlinked] = []
    at: UnlinkedCursor | None = START
    while at is not None:
        page = await ListUnlinked(storage=storage)(at, limit=3)
        found += page.found
        at = page.ended
    return found


def _id(claim: Claim | None) -> CustomerId | None:
    return claim.customer_id if claim is not None else None


async def agree(world: World, storage: Storage) -> None:
    await world.keep(storage)
    await deliveries_agree(world, storage)
    await billing_agrees(world, storage)
    await unlinked_agrees(world, storage)


OPENED = World(
    snapshots=(told_subscription("sub_0", account=ref("account_0"), initial_order_id="order_0"),),
    claims=(claim(ADA, Trust.UNSIGNED, subject="order_0", kind=ObjectKind.ORDER, account="account_0"),),
    unlinkings=(),
    deliveries=(),
)
"""Ada claims the payment that opened the subscription, which has no owner."""


@given(worlds())
@example(OPENED)
async def test_every_place_shows_the_same_owner_in_memory(world: World) -> None:
    await agree(world, InMemoryStorage())


@given(worlds())
async def test_late_event_about_an_erased_customer_is_emptied(world: World) -> None:
    storage, clock = InMemoryStorage(), FakeClock(NOON)
    await world.keep(storage)
    await EraseCustomer(storage=storage, providers={}, clock=clock)(ADA)
    known = storage.tables
    world = replace(world, claims=tuple(known.claims.values()), unlinkings=tuple(known.unlinkings))
    apply = ApplyProviderEvent(storage=storage, clock=clock)
    for number, snapshot in enumerate(world.snapshots):
        reading = ProviderUpdate(snapshots=(snapshot,))
        await apply(
            [ProviderEvent(provider=ALPHA, key=f"late_{number}", type="late", decoded=reading, payload="personal")]
        )
        subject = snapshot.key
        if isinstance(snapshot, SubscriptionInvoiceSnapshot):
            subject = ObjectKind.SUBSCRIPTION, snapshot.ref.same_provider(snapshot.subscription_id)
        owner = _id(world.decision.owner(subject, account_told_by(snapshot)))
        kept = storage.tables.inbox[ALPHA, f"late_{number}"].payload
        assert kept == ("" if owner is not None and is_pseudonym(owner) else "personal"), snapshot


@asynccontextmanager
async def sqlite(template: Path) -> AsyncIterator[SqlStorage]:
    with tempfile.TemporaryDirectory() as folder:
        engines = make_engines(f"sqlite:///{shutil.copy(template, Path(folder) / 'portal.db')}", connections=1)
        try:
            yield SqlStorage(engines)
        finally:
            await engines.dispose()


@given(world=worlds())
@example(world=OPENED)
@settings(max_examples=settings().max_examples // 2, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_every_place_shows_the_same_owner_on_a_database(world: World, migrated_sqlite: Path) -> None:
    async with sqlite(migrated_sqlite) as storage:
        await agree(world, storage)
