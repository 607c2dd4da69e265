"""Everything this service can be asked to do."""

from __future__ import annotations

from dataclasses import dataclass

from application.apply_provider_event import ApplyProviderEvent
from application.ask_provider import AskProvider
from application.check_installation import CheckInstallation
from application.create_billing_session import CreateBillingSession
from application.enter_billing import EnterBilling, LookAtBillingLink
from application.erase_customer import EraseCustomer
from application.examine import Examine
from application.export_customer import ExportCustomer
from application.expose_metrics import ExposeMetrics
from application.forget_payloads import ForgetPayloads
from application.install_webhooks import InstallWebhooks
from application.keep_counts import KeepCounts
from application.link_account import LinkAccount, UnlinkAccount
from application.link_purchase import LinkPurchase
from application.make_checkout_reference import MakeCheckoutReference
from application.open_customer_portal import OpenCustomerPortal
from application.pin_home_provider import PinHomeProvider
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
from application.visit_billing import LeaveBilling, VisitBilling


@dataclass(frozen=True, slots=True, kw_only=True)
class UseCases:
    """The table of contents of the application."""

    receive_webhook: ReceiveWebhook
    apply_provider_event: ApplyProviderEvent
    retry_deliveries: RetryDeliveries
    replay_delivery: ReplayDelivery
    replay_deliveries: ReplayDeliveries
    show_deliveries: ShowDeliveries
    show_unlinked: ShowUnlinked
    show_anomalies: ShowAnomalies
    ask_provider: AskProvider
    reconcile: Reconcile
    reconcile_when_due: ReconcileWhenDue
    open_customer_portal: OpenCustomerPortal
    show_billing: ShowBilling
    show_customer: ShowCustomer
    register_customer: RegisterCustomer
    link_account: LinkAccount
    link_purchase: LinkPurchase
    unlink_account: UnlinkAccount
    pin_home_provider: PinHomeProvider
    refresh_customer: RefreshCustomer
    make_checkout_reference: MakeCheckoutReference
    create_billing_session: CreateBillingSession
    look_at_billing_link: LookAtBillingLink
    enter_billing: EnterBilling
    visit_billing: VisitBilling
    leave_billing: LeaveBilling
    check_installation: CheckInstallation
    examine: Examine
    export_customer: ExportCustomer
    erase_customer: EraseCustomer
    forget_payloads: ForgetPayloads
    show_status: ShowStatus
    expose_metrics: ExposeMetrics
    keep_counts: KeepCounts
    install_webhooks: InstallWebhooks
