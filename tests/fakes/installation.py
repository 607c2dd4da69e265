"""Every use case on fakes: the application without a database, a network or the machine's clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from adapters.instrumented_provider import instrument
from adapters.metrics import PrometheusMetrics
from application.customers.link_account import LinkAccount, UnlinkAccount
from application.customers.link_purchase import LinkPurchase
from application.customers.list_unlinked import ListUnlinked
from application.customers.pin_home_provider import PinHomeProvider
from application.customers.register_customer import RegisterCustomer
from application.customers.show_customer import ShowCustomer
from application.fetching.fetch_due_objects import FetchDueObjects
from application.fetching.refresh_customer import RefreshCustomer
from application.ingestion.apply_provider_event import ApplyProviderEvent
from application.ingestion.group_commit import GroupCommit
from application.ingestion.list_events import ListEvents
from application.ingestion.purge_payloads import PurgePayloads
from application.ingestion.receive_webhook import ReceiveWebhook
from application.ingestion.replay_event import ReplayEvent
from application.ingestion.replay_events import ReplayEvents
from application.ingestion.retry_deliveries import RetryDeliveries
from application.operations.doctor import RunDoctor
from application.operations.expose_metrics import ExposeMetrics
from application.operations.install_webhooks import InstallWebhooks
from application.operations.list_anomalies import ListAnomalies
from application.operations.persist_counters import PersistCounters
from application.operations.show_status import ShowStatus
from application.operations.verify_database_owner import VerifyDatabaseOwner
from application.portal.billing_page_session import EndBillingPageSession, GetBillingPageSession
from application.portal.checkout_reference import CheckoutReferenceSigner
from application.portal.create_billing_session import CreateBillingSession
from application.portal.make_checkout_reference import MakeCheckoutReference
from application.portal.open_customer_portal import OpenCustomerPortal
from application.portal.redeem_login_link import PreviewLoginLink, RedeemLoginLink
from application.portal.show_billing import ShowBilling
from application.ports.provider.event import ProviderEvent
from application.ports.provider.updates import ProviderUpdate
from application.ports.storage.storage import Storage
from application.privacy.erase_customer import EraseCustomer
from application.privacy.export_customer import ExportCustomer
from application.reconciliation.reconcile import Reconcile
from application.reconciliation.reconcile_when_due import ReconcileWhenDue
from application.use_cases import UseCases
from domain.mirror.snapshot import Snapshot
from domain.ownership.claim import Claim
from domain.provider import ProviderName
from fakes.clock import FakeClock
from fakes.engine import FakeEngine
from fakes.provider import FakeProvider
from fakes.set_up import FakeOwnAddress
from fakes.storage import InMemoryStorage

GRACE = timedelta(days=14)


@dataclass(slots=True, kw_only=True)
class FakeInstallation:
    """`storage` may be wrapped before the use cases are built."""

    clock: FakeClock
    memory: InMemoryStorage
    storage: Storage
    providers: dict[ProviderName, FakeProvider]
    references: CheckoutReferenceSigner
    public_url: str | None = "https://billing.test"
    engine: FakeEngine = field(default_factory=FakeEngine)
    own_address: FakeOwnAddress = field(default_factory=FakeOwnAddress)
    metrics: PrometheusMetrics = field(default_factory=PrometheusMetrics)
    events: int = 0

    def use_cases(self) -> UseCases:
        storage, clock = self.storage, self.clock
        providers = {name: instrument(fake.provider(), self.metrics, clock) for name, fake in self.providers.items()}
        applying = ApplyProviderEvent(storage=storage, clock=clock)
        retrying = RetryDeliveries(storage=storage, providers=providers, clock=clock)
        replaying, showing = ReplayEvent(retry=retrying), ListEvents(storage=storage)
        reconcile = Reconcile(storage=storage, providers=providers, clock=clock)
        checking = VerifyDatabaseOwner(storage=storage, providers=providers, mode="test")
        status = ShowStatus(storage=storage, providers=frozenset(providers), clock=clock)
        return UseCases(
            receive_webhook=ReceiveWebhook(providers=providers, keep=GroupCommit(apply=applying), clock=clock),
            apply_provider_event=applying,
            retry_deliveries=retrying,
            replay_delivery=replaying,
            replay_deliveries=ReplayEvents(show=showing, replay=replaying),
            show_deliveries=showing,
            show_unlinked=ListUnlinked(storage=storage),
            show_anomalies=ListAnomalies(storage=storage),
            reconcile=reconcile,
            reconcile_when_due=ReconcileWhenDue(reconcile=reconcile, check_installation=checking, every=None),
            ask_provider=FetchDueObjects(storage=storage, providers=providers, clock=clock),
            open_customer_portal=OpenCustomerPortal(storage=storage, providers=providers, clock=clock),
            show_billing=ShowBilling(storage=storage, providers=providers, clock=clock, grace=GRACE),
            show_customer=ShowCustomer(storage=storage),
            register_customer=RegisterCustomer(storage=storage, clock=clock),
            link_account=LinkAccount(storage=storage, clock=clock),
            link_purchase=LinkPurchase(storage=storage, clock=clock),
            unlink_account=UnlinkAccount(storage=storage, clock=clock),
            pin_home_provider=PinHomeProvider(storage=storage, clock=clock),
            refresh_customer=RefreshCustomer(storage=storage, clock=clock),
            make_checkout_reference=MakeCheckoutReference(references=self.references, clock=clock),
            create_billing_session=CreateBillingSession(storage=storage, clock=clock),
            look_at_billing_link=PreviewLoginLink(storage=storage, clock=clock),
            enter_billing=RedeemLoginLink(storage=storage, clock=clock),
            visit_billing=GetBillingPageSession(storage=storage, clock=clock),
            leave_billing=EndBillingPageSession(storage=storage),
            check_installation=checking,
            examine=RunDoctor(
                storage=storage,
                engine=self.engine,
                providers=providers,
                own_address=self.own_address,
                clock=clock,
                mode="test",
                public_url=self.public_url,
            ),
            export_customer=ExportCustomer(storage=storage, providers=providers, show=showing),
            erase_customer=EraseCustomer(storage=storage, providers=providers, clock=clock),
            forget_payloads=PurgePayloads(storage=storage, clock=clock, after=timedelta(days=90)),
            show_status=status,
            expose_metrics=ExposeMetrics(status=status, metrics=self.metrics),
            keep_counts=PersistCounters(storage=storage, metrics=self.metrics, clock=clock),
            install_webhooks=InstallWebhooks(providers=providers, public_url=self.public_url),
        )

    async def hear(self, *snapshots: Snapshot, claims: tuple[Claim, ...] = ()) -> None:
        """Apply one webhook event with this content."""
        self.events += 1
        event = ProviderEvent(
            provider=snapshots[0].ref.provider,
            key=f"heard-{self.events}",
            type="made.up",
            decoded=ProviderUpdate(snapshots=snapshots, claims=claims),
            payload="{}",
        )
        await ApplyProviderEvent(storage=self.memory, clock=self.clock)([event])
