"""Every use case on fakes: the application without a database, a network or a clock of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from adapters.metrics import PrometheusMetrics
from application.apply_provider_event import ApplyProviderEvent
from application.ask_provider import AskProvider
from application.check_installation import CheckInstallation
from application.checkout_reference import CheckoutReferences
from application.counting import counted
from application.create_billing_session import CreateBillingSession
from application.enter_billing import EnterBilling, LookAtBillingLink
from application.erase_customer import EraseCustomer
from application.examine import Examine
from application.export_customer import ExportCustomer
from application.expose_metrics import ExposeMetrics
from application.forget_payloads import ForgetPayloads
from application.group_commit import GroupCommit
from application.heard import Heard
from application.install_webhooks import InstallWebhooks
from application.keep_counts import KeepCounts
from application.link_account import LinkAccount, UnlinkAccount
from application.link_purchase import LinkPurchase
from application.make_checkout_reference import MakeCheckoutReference
from application.open_customer_portal import OpenCustomerPortal
from application.pin_home_provider import PinHomeProvider
from application.ports.persistence import Storage
from application.provider_event import ProviderEvent
from application.receive_webhook import ReceiveWebhook
from application.reconcile import Reconcile
from application.reconcile_when_due import ReconcileWhenDue
from application.refresh_customer import RefreshCustomer
from application.register_customer import RegisterCustomer
from application.replay_deliveries import ReplayDeliveries
from application.replay_delivery import ReplayDelivery
from application.retry_deliveries import RetryDeliveries
from application.show_anomalies import ShowAnomalies
from application.show_billing import ShowBilling
from application.show_customer import ShowCustomer
from application.show_deliveries import ShowDeliveries
from application.show_status import ShowStatus
from application.show_unlinked import ShowUnlinked
from application.use_cases import UseCases
from application.visit_billing import LeaveBilling, VisitBilling
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
    """`storage` may be wrapped before the use cases are made of it."""

    clock: FakeClock
    memory: InMemoryStorage
    storage: Storage
    providers: dict[ProviderName, FakeProvider]
    references: CheckoutReferences
    public_url: str | None = "https://billing.test"
    engine: FakeEngine = field(default_factory=FakeEngine)
    own_address: FakeOwnAddress = field(default_factory=FakeOwnAddress)
    metrics: PrometheusMetrics = field(default_factory=PrometheusMetrics)
    events: int = 0

    def use_cases(self) -> UseCases:
        storage, clock = self.storage, self.clock
        providers = {name: counted(fake.provider(), self.metrics, clock) for name, fake in self.providers.items()}
        applying = ApplyProviderEvent(storage=storage, clock=clock)
        retrying = RetryDeliveries(storage=storage, providers=providers, clock=clock)
        replaying, showing = ReplayDelivery(retry=retrying), ShowDeliveries(storage=storage)
        reconcile = Reconcile(storage=storage, providers=providers, clock=clock)
        checking = CheckInstallation(storage=storage, providers=providers, mode="test")
        status = ShowStatus(storage=storage, providers=frozenset(providers), clock=clock)
        return UseCases(
            receive_webhook=ReceiveWebhook(providers=providers, keep=GroupCommit(apply=applying), clock=clock),
            apply_provider_event=applying,
            retry_deliveries=retrying,
            replay_delivery=replaying,
            replay_deliveries=ReplayDeliveries(show=showing, replay=replaying),
            show_deliveries=showing,
            show_unlinked=ShowUnlinked(storage=storage),
            show_anomalies=ShowAnomalies(storage=storage),
            reconcile=reconcile,
            reconcile_when_due=ReconcileWhenDue(reconcile=reconcile, check_installation=checking, every=None),
            ask_provider=AskProvider(storage=storage, providers=providers, clock=clock),
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
            look_at_billing_link=LookAtBillingLink(storage=storage, clock=clock),
            enter_billing=EnterBilling(storage=storage, clock=clock),
            visit_billing=VisitBilling(storage=storage, clock=clock),
            leave_billing=LeaveBilling(storage=storage),
            check_installation=checking,
            examine=Examine(
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
            forget_payloads=ForgetPayloads(storage=storage, clock=clock, after=timedelta(days=90)),
            show_status=status,
            expose_metrics=ExposeMetrics(status=status, metrics=self.metrics),
            keep_counts=KeepCounts(storage=storage, metrics=self.metrics, clock=clock),
            install_webhooks=InstallWebhooks(providers=providers, public_url=self.public_url),
        )

    async def hear(self, *snapshots: Snapshot, claims: tuple[Claim, ...] = ()) -> None:
        """What a provider tells, as one delivery."""
        self.events += 1
        event = ProviderEvent(
            provider=snapshots[0].ref.provider,
            key=f"heard-{self.events}",
            type="made.up",
            reading=Heard(snapshots=snapshots, claims=claims),
            payload="{}",
        )
        await ApplyProviderEvent(storage=self.memory, clock=self.clock)([event])
