"""Look-ups use an index, however much is stored."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import psycopg
import pytest
from psycopg import sql

from adapters.persistence.database import make_engines
from adapters.persistence.metadata import metadata
from adapters.persistence.storage import SqlStorage
from application.ingestion.apply_provider_event import ApplyProviderEvent
from application.portal.billing_page_session import GetBillingPageSession, SessionExpired
from application.portal.create_billing_session import CreateBillingSession
from application.portal.redeem_login_link import LoginLinkInvalid, RedeemLoginLink
from application.ports.operations.health import LookbackWindows
from application.ports.provider.event import ProviderEvent
from application.ports.provider.updates import Alias, FetchRequest, ProviderUpdate
from application.ports.storage.inbox import DeliveryFilter, DeliveryStatus, DeliverySubjects
from application.ports.storage.storage import Anomaly, AnomalyKind
from application.ports.storage.unlinked import UnlinkedCursor, UnlinkedSection
from domain.catalogue.entry import CatalogueSnapshot
from domain.customer import CustomerId
from domain.mirror.snapshot import ObjectKind
from domain.subscription import ScheduleSnapshot
from examples import (
    ALPHA,
    BETA,
    NOON,
    claim,
    pushed,
    ref,
    told_account,
    told_charge,
    told_first_failure,
    told_invoice,
    told_item,
    told_payment,
    told_subscription,
)
from fakes.clock import FakeClock
from integration.persistence.counting import statements
from integration.persistence.plans import scanned_whole
from postgres import DatabaseUrl

LATER = NOON + timedelta(days=1)
MANY = 20_000
FEW = {"customer_requests", "unlinkings", "occurrences", "erasures", "installation", "reconciliations"}
"""So little that reading all of it may be the quickest way: what operators did by hand, what went wrong lately."""

ONE = DeliverySubjects(
    accounts=frozenset({ref("account_17")}), subjects=frozenset({(ObjectKind.ORDER, ref("order_17"))})
)
NAMING = ("id", "key", "digest", "account_id", "alias_id", "subject_id", "customer_id", "subscription_id")
"""The columns that tell one customer's rows from another's."""


def everything_of(name: str, *, minute: int = 0) -> ProviderEvent:
    """Build an event about a customer with a subscription and a purchase."""
    account, order, charge = ref(f"account{name}"), f"order{name}", f"charge{name}"
    reading = ProviderUpdate(
        snapshots=(
            told_subscription(f"sub{name}", account=account, timestamp=pushed(60 * minute)),
            told_payment(order, account=account, timestamp=pushed(60 * minute)),
            told_item(order),
            told_charge(charge, keys=(charge, order), refunded=minute, timestamp=pushed(60 * minute)),
            told_account(account.id),
            told_payment(f"guest{name}", account=None, timestamp=pushed(60 * minute)),
            ScheduleSnapshot(
                ref=ref(f"schedule{name}"),
                kind=ObjectKind.SCHEDULE,
                timestamp=pushed(),
                subscription_id=f"sub{name}",
                active=False,
            ),
            told_invoice(f"paid{name}", subscription_id=f"sub{name}", open=False),
            told_invoice(f"open{name}", subscription_id=f"sub{name}"),
            told_first_failure(f"open{name}", subscription_id=f"sub{name}"),
            CatalogueSnapshot(ref=ref(f"price{name}"), kind=ObjectKind.PRICE, timestamp=pushed(), one_time=True),
        ),
        claims=(claim(CustomerId(f"customer{name}"), subject=account.id, account=account.id),),
        aliases=(Alias(alias=ref(f"second{name}"), account=account),),
        fetch_requests=(
            FetchRequest(kind=ObjectKind.ARREARS, ref=ref(f"sub{name}"), once=True),
            FetchRequest(kind=ObjectKind.PRODUCT, ref=ref(f"product{name}"), once=True),
            FetchRequest(kind=ObjectKind.SUBSCRIPTION, ref=ref(f"sub{name}")),
        ),
    )
    return ProviderEvent(
        provider=ALPHA, key=f"{minute}{name}", type="something.happened", decoded=reading, payload="{}"
    )


def multiply(url: DatabaseUrl) -> None:
    """Copy the one existing customer many times, with a number behind every name."""
    with psycopg.connect(url, autocommit=True) as connection:
        for table in (t for t in metadata.sorted_tables if t.name not in FEW):
            values = [_renamed(c.name) if c.name in NAMING else sql.Identifier(c.name) for c in table.columns]
            columns = sql.SQL(", ").join(sql.Identifier(c.name) for c in table.columns)
            connection.execute(
                sql.SQL(
                    "INSERT INTO {table} ({columns}) SELECT {values} FROM {table}, generate_series(1, {many}) n"
                ).format(
                    table=sql.Identifier(table.name),
                    columns=columns,
                    values=sql.SQL(", ").join(values),
                    many=MANY,
                )
            )
        connection.execute("ANALYZE")


async def look_through(storage: SqlStorage) -> None:
    """Run the look-ups of an operator."""
    for which in (
        DeliveryFilter(),
        DeliveryFilter(status=DeliveryStatus.APPLIED, before=(NOON, (ALPHA, "1_17"))),
        DeliveryFilter(status=DeliveryStatus.DEAD, since=NOON),
        DeliveryFilter(provider=BETA, since=LATER),
        DeliveryFilter(about=ONE),
    ):
        await storage.deliveries(which, limit=50)
    await storage.delivery((ALPHA, "1_17"))
    windows = LookbackWindows(occurrences=NOON, lag=NOON, drift=LATER, contested=NOON, overdue=NOON)
    assert (await storage.health_metrics(frozenset({ALPHA, BETA}), windows)).dead == 0
    assert len(await storage.payloads(DeliveryFilter(before=(NOON, (ALPHA, "1_17"))), limit=50)) == 50
    await storage.payloads(DeliveryFilter(about=ONE), limit=200)
    await storage.payloads(DeliveryFilter(status=DeliveryStatus.IGNORED, since=NOON), limit=200)
    found = await storage.anomalies(before=None, limit=50)
    assert await storage.anomalies(before=found[-1], limit=50) != found
    for section, key in (
        (UnlinkedSection.ACCOUNTS, ("alpha", "account_17")),
        (UnlinkedSection.PURCHASES, ("alpha", "order", "guest_17")),
        (UnlinkedSection.CLAIMS, ("customer_17", "alpha", "subscription", "account_17", "account_17", "3")),
    ):
        assert (await storage.unlinked(UnlinkedCursor(section=section), limit=50)).ended is not None
        assert (await storage.unlinked(UnlinkedCursor(section=section, key=key), limit=50)).belongings is not None


def _renamed(column: str) -> sql.Composed:
    return sql.SQL("{column} || '_' || n").format(column=sql.Identifier(column))


@pytest.fixture
async def full_storage(postgresql_url: DatabaseUrl) -> AsyncIterator[SqlStorage]:
    engines = make_engines(postgresql_url)
    storage = SqlStorage(engines)
    await ApplyProviderEvent(storage=storage, clock=FakeClock(NOON))([everything_of("")])
    async with storage.begin() as uow:
        gone = Anomaly(
            anomaly=AnomalyKind.GONE, kind=ObjectKind.ACCOUNT, ref=ref("account"), noticed_at=NOON, detail="gone"
        )
        await uow.anomalies.report([gone])
        await uow.commit()
    await CreateBillingSession(storage=storage, clock=FakeClock(NOON))(CustomerId("customer"), return_url=None)
    multiply(postgresql_url)
    yield storage
    await engines.dispose()


async def test_webhooks_and_reads_scan_no_large_table(full_storage: SqlStorage, postgresql_url: DatabaseUrl) -> None:
    clock = FakeClock(NOON)
    with statements(full_storage) as seen:
        await full_storage.customer_records(CustomerId("customer_17"))
        await ApplyProviderEvent(storage=full_storage, clock=clock)([everything_of("_17", minute=1)])
        await ApplyProviderEvent(storage=full_storage, clock=clock)(
            [everything_of(f"_{number}", minute=2) for number in range(100, 150)]
        )
        async with full_storage.begin() as uow:
            await uow.mirror.overdue(NOON, limit=20)
            tasks = await uow.fetch_queue.lease(frozenset({ALPHA}), NOON, limit=20, lease=timedelta(minutes=2))
            await uow.inbox.lease(frozenset({ALPHA}), NOON, limit=1, lease=timedelta(minutes=2))
            await uow.inbox.drop_old_payloads(LATER, limit=20)
            await uow.inbox.drop_payloads(await uow.inbox.about(ONE))
            await uow.aliases.add({ref("account_18"): ref("account_19")})
            await uow.erasures.add(CustomerId("somebody"), CustomerId("nobody"), NOON)
            await uow.sessions.delete_for(CustomerId("customer_17"))
            await uow.customers.pseudonymize(CustomerId("customer_17"), CustomerId("nobody"))
        await look_through(full_storage)
        with pytest.raises(SessionExpired):
            await GetBillingPageSession(storage=full_storage, clock=clock)("nobody's")
        with pytest.raises(LoginLinkInvalid):
            await RedeemLoginLink(storage=full_storage, clock=clock)("nobody's")
        clock.advance(timedelta(hours=1))
        await CreateBillingSession(storage=full_storage, clock=clock)(CustomerId("customer_17"), return_url=None)
    with psycopg.connect(postgresql_url) as connection:
        for statement, parameters in seen:
            given = parameters[0] if isinstance(parameters, list) else parameters
            assert scanned_whole(connection, statement, given) <= FEW, statement
    assert len(tasks) == 20
