"""Statement counts: many events cost as many statements as one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.persistence.storage import SqlStorage
from application.ingestion.apply_provider_event import ApplyProviderEvent
from application.ports.provider.event import ProviderEvent
from application.ports.provider.listing import ListedObject
from application.ports.provider.updates import Alias, FetchRequest, ProviderUpdate
from application.privacy.erase_customer import EraseCustomer
from application.reconciliation.reconcile import Reconcile
from domain.billing.assembly import assemble_billing
from domain.mirror.snapshot import ObjectKind
from examples import (
    ADA,
    ALPHA,
    NOON,
    claim,
    fetched,
    pushed,
    ref,
    told_charge,
    told_item,
    told_payment,
    told_subscription,
)
from fakes.clock import FakeClock
from fakes.provider import FakeProvider
from fakes.storage import InMemoryStorage
from integration.persistence.counting import statements

MOST_OF_AN_UPDATE = 5
MOST_OF_AN_ALIAS = 2
"""Lock the alias, and look up its account."""
MOST_OF_A_NEW_ALIAS = 8
MOST_OF_A_READING = 3
MOST_OF_AN_ERASURE = 35


def update(key: str, subscription: str, *, minute: int) -> ProviderEvent:
    """Build an event with everything that an ordinary renewal contains."""
    account = f"account_of_{subscription}"
    reading = ProviderUpdate(
        snapshots=(
            told_subscription(
                subscription, account=ref(account), timestamp=pushed(60 * minute), raw_status=f"active {minute}"
            ),
        ),
        claims=(claim(subject=subscription, account=account),),
        fetch_requests=(FetchRequest(kind=ObjectKind.PRODUCT, ref=ref("product"), once=True),),
    )
    return ProviderEvent(provider=ALPHA, key=key, type="changed", decoded=reading, payload="{}")


def with_a_second_id(told: ProviderEvent) -> ProviderEvent:
    """Return the same event from a provider that names both ids of the account."""
    assert isinstance(told.decoded, ProviderUpdate)
    account = told.decoded.claims[0].account
    assert account is not None
    alias = Alias(alias=ref(f"second id of {account.id}"), account=account)
    return replace(told, decoded=replace(told.decoded, aliases=(alias,)))


async def known_subscriptions(apply: ApplyProviderEvent, count: int) -> None:
    await apply([update(f"created {n}", f"sub_{n}", minute=0) for n in range(count)])


@pytest.mark.parametrize(
    "events",
    [
        [update("one", "sub_0", minute=1)],
        [update(f"one of {n}", f"sub_{n}", minute=1) for n in range(50)],
        [update(f"again {n}", "sub_0", minute=n) for n in range(50)],
    ],
    ids=["one event", "fifty subscriptions", "fifty events of one"],
)
async def test_known_subscription_is_updated_in_five_statements(
    sql_storage: SqlStorage, events: list[ProviderEvent]
) -> None:
    apply = ApplyProviderEvent(storage=sql_storage, clock=FakeClock(NOON))
    await known_subscriptions(apply, 50)
    with statements(sql_storage) as seen:
        await apply(events)
    assert len(seen) <= MOST_OF_AN_UPDATE, "\n".join(statement for statement, _ in seen)

    facts = await sql_storage.customer_records(ADA)
    assert facts is not None
    updated = [s for s in facts.subscriptions if s.version > 1]
    assert len(updated) == len(
        {snapshot.ref for e in events if isinstance(e.decoded, ProviderUpdate) for snapshot in e.decoded.snapshots}
    )


@pytest.mark.parametrize("count", [1, 50])
async def test_second_ids_cost_two_statements_for_any_number_of_accounts(sql_storage: SqlStorage, count: int) -> None:
    apply = ApplyProviderEvent(storage=sql_storage, clock=FakeClock(NOON))
    await apply([with_a_second_id(update(f"created {n}", f"sub_{n}", minute=0)) for n in range(50)])
    with statements(sql_storage) as seen:
        await apply([with_a_second_id(update(f"one of {n}", f"sub_{n}", minute=1)) for n in range(count)])
    assert len(seen) <= MOST_OF_AN_UPDATE + MOST_OF_AN_ALIAS, "\n".join(statement for statement, _ in seen)


@pytest.mark.parametrize("count", [1, 50])
async def test_new_second_ids_cost_the_same_for_one_and_many_accounts(sql_storage: SqlStorage, count: int) -> None:
    apply = ApplyProviderEvent(storage=sql_storage, clock=FakeClock(NOON))
    await known_subscriptions(apply, 50)
    with statements(sql_storage) as seen:
        await apply([with_a_second_id(update(f"one of {n}", f"sub_{n}", minute=1)) for n in range(count)])
    assert len(seen) <= MOST_OF_AN_UPDATE + MOST_OF_AN_ALIAS + MOST_OF_A_NEW_ALIAS


async def test_repeated_delivery_costs_one_statement(sql_storage: SqlStorage) -> None:
    apply = ApplyProviderEvent(storage=sql_storage, clock=FakeClock(NOON))
    await known_subscriptions(apply, 1)
    with statements(sql_storage) as seen:
        await apply([update("created 0", "sub_0", minute=0)])
    assert len(seen) == 1


@pytest.mark.parametrize("bought", [0, 1, 30])
async def test_customer_is_read_in_three_statements(sql_storage: SqlStorage, bought: int) -> None:
    apply = ApplyProviderEvent(storage=sql_storage, clock=FakeClock(NOON))
    await known_subscriptions(apply, 1)
    for number in range(bought):
        id_ = f"order_{number}"
        facets = (told_payment(id_), told_item(id_), told_charge(f"charge_{number}", keys=(f"charge_{number}", id_)))
        sale = ProviderUpdate(snapshots=facets, claims=(claim(subject="account", kind=ObjectKind.ACCOUNT),))
        await apply([ProviderEvent(provider=ALPHA, key=f"sale {number}", type="sold", decoded=sale, payload="{}")])
    with statements(sql_storage) as seen:
        facts = await sql_storage.customer_records(ADA)
    assert len(seen) <= MOST_OF_A_READING
    assert facts is not None
    billing = assemble_billing(facts)
    assert (len(billing.subscriptions), len(billing.purchases)) == (1, bought)


@pytest.mark.parametrize("others", [0, 1_000])
async def test_cost_of_an_erasure_is_independent_of_other_customers_events(
    sql_storage: SqlStorage, others: int
) -> None:
    apply = ApplyProviderEvent(storage=sql_storage, clock=FakeClock(NOON))
    await known_subscriptions(apply, 2)
    elses = ProviderUpdate(snapshots=(told_subscription("elses", account=ref("elses")),))
    await apply(
        [ProviderEvent(provider=ALPHA, key=f"e{n}", type="told", decoded=elses, payload="{}") for n in range(others)]
    )
    with statements(sql_storage) as seen:
        await EraseCustomer(storage=sql_storage, providers={}, clock=FakeClock(NOON))(ADA)
    assert len(seen) <= MOST_OF_AN_ERASURE, "\n".join(statement for statement, _ in seen)


@pytest.mark.parametrize("listed", [1, 100])
@pytest.mark.parametrize(("times_before", "most"), [(0, 9), (1, 4)])
async def test_page_of_a_hundred_objects_is_reconciled_in_as_many_statements_as_a_page_of_one(
    sql_storage: SqlStorage, listed: int, times_before: int, most: int
) -> None:
    alpha = FakeProvider(name=ALPHA, storage=InMemoryStorage(), page_size=100)
    clock = FakeClock(NOON)
    alpha.lists[ObjectKind.SUBSCRIPTION] = [
        ListedObject(
            heard=ProviderUpdate(
                snapshots=(told_subscription(f"sub_{n}", account=ref(f"account_{n}"), timestamp=fetched(60)),),
                claims=(claim(subject=f"sub_{n}", account=f"account_{n}"),),
                fetch_requests=(FetchRequest(kind=ObjectKind.PRODUCT, ref=ref("product"), once=True),),
            )
        )
        for n in range(listed)
    ]
    reconcile = Reconcile(storage=sql_storage, providers={ALPHA: alpha.provider()}, clock=clock, sleep=at_once)
    for _ in range(times_before):
        await reconcile([ALPHA])
    with statements(sql_storage) as seen:
        [drift] = await reconcile([ALPHA])
    assert drift.new.total() == (0 if times_before else listed)
    around = [statement for statement, _ in seen if "reconciliations" in statement]
    assert len(around) == 8  # lease, start, resume and finish, each read and written
    rest = [statement for statement, _ in seen if "reconciliations" not in statement]
    assert len(rest) == most, "\n".join(rest)


async def at_once(_: float) -> None:
    """Return at once."""
