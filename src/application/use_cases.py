"""All use cases of the service."""

from __future__ import annotations

from dataclasses import dataclass

from application.customers.link_account import LinkAccount, UnlinkAccount
from application.customers.link_purchase import LinkPurchase
from application.customers.list_unlinked import ListUnlinked
from application.customers.pin_home_provider import PinHomeProvider
from application.customers.register_customer import RegisterCustomer
from application.customers.show_customer import ShowCustomer
from application.fetching.fetch_due_objects import FetchDueObjects
from application.fetching.refresh_customer import RefreshCustomer
from application.ingestion.apply_provider_event import ApplyProviderEvent
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
from application.portal.create_billing_session import CreateBillingSession
from application.portal.make_checkout_reference import MakeCheckoutReference
from application.portal.open_customer_portal import OpenCustomerPortal
from application.portal.redeem_login_link import PreviewLoginLink, RedeemLoginLink
from application.portal.show_billing import ShowBilling
from application.privacy.erase_customer import EraseCustomer
from application.privacy.export_customer import ExportCustomer
from application.reconciliation.reconcile import Reconcile
from application.reconciliation.reconcile_when_due import ReconcileWhenDue


@dataclass(frozen=True, slots=True, kw_only=True)
class UseCases:
    """The table of contents of the application."""

    receive_webhook: ReceiveWebhook
    apply_provider_event: ApplyProviderEvent
    retry_deliveries: RetryDeliveries
    replay_delivery: ReplayEvent
    replay_deliveries: ReplayEvents
    show_deliveries: ListEvents
    show_unlinked: ListUnlinked
    show_anomalies: ListAnomalies
    ask_provider: FetchDueObjects
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
    look_at_billing_link: PreviewLoginLink
    enter_billing: RedeemLoginLink
    visit_billing: GetBillingPageSession
    leave_billing: EndBillingPageSession
    check_installation: VerifyDatabaseOwner
    examine: RunDoctor
    export_customer: ExportCustomer
    erase_customer: EraseCustomer
    forget_payloads: PurgePayloads
    show_status: ShowStatus
    expose_metrics: ExposeMetrics
    keep_counts: PersistCounters
    install_webhooks: InstallWebhooks
