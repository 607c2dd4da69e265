"""The composition root: the only module that knows the adapter behind each port."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from dependency_injector import containers, providers

from adapters.clock import SystemClock
from adapters.http import http_client
from adapters.jobs.assembly import defer_for, engine_for, tables_for
from adapters.metrics import PrometheusMetrics
from adapters.persistence import schema
from adapters.persistence.database import Database, make_engines
from adapters.persistence.database_url import InvalidDatabaseUrl
from adapters.persistence.operations.customer_limits import SqlCustomerLimits
from adapters.persistence.operations.rate_limits import SqlRateLimits
from adapters.persistence.storage import SqlStorage
from adapters.public_endpoint import HttpOwnAddress
from application.background_work import background_jobs
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
from application.operations.show_status import ShowStatus, limits_for
from application.operations.verify_database_owner import VerifyDatabaseOwner
from application.portal.billing_page_session import EndBillingPageSession, GetBillingPageSession
from application.portal.checkout_reference import CheckoutReferenceSigner
from application.portal.create_billing_session import CreateBillingSession
from application.portal.make_checkout_reference import MakeCheckoutReference
from application.portal.open_customer_portal import OpenCustomerPortal
from application.portal.redeem_login_link import PreviewLoginLink, RedeemLoginLink
from application.portal.show_billing import ShowBilling
from application.ports.operations.clock import Clock
from application.privacy.erase_customer import EraseCustomer
from application.privacy.export_customer import ExportCustomer
from application.reconciliation.reconcile import Reconcile
from application.reconciliation.reconcile_when_due import ReconcileWhenDue
from application.use_cases import UseCases
from entrypoints.payment_providers import connect
from entrypoints.settings.environment import InvalidSettings
from entrypoints.settings.model import Settings
from entrypoints.tokens.assembly import browser_tokens


@contextmanager
def _naming_the_setting() -> Iterator[None]:
    try:
        yield
    except InvalidDatabaseUrl as error:
        raise InvalidSettings([f"DATABASE_URL: {error}"]) from None


def _engines(url: str) -> Database:
    with _naming_the_setting():
        return make_engines(url)


class Container(containers.DeclarativeContainer):
    """Builds everything from the settings to the use cases."""

    settings = providers.Dependency(instance_of=Settings)

    looks_every: providers.Object[float | None] = providers.Object(None)
    clock = providers.Singleton(SystemClock)
    shared_clock: providers.Object[Clock | None] = providers.Object(None)
    http = providers.Singleton(http_client)
    metrics = providers.Singleton(PrometheusMetrics)
    engines = providers.Singleton(_engines, settings.provided.database_url)
    defer = providers.Singleton(defer_for, settings.provided.database_url, clock)
    storage = providers.Singleton(SqlStorage, engines, defer)
    rate_limits = providers.Singleton(SqlRateLimits, engines, shared_clock)
    customer_limits = providers.Singleton(SqlCustomerLimits, engines, shared_clock)

    references = providers.Singleton(
        CheckoutReferenceSigner,
        key=settings.provided.customer_id_key,
        secret=settings.provided.checkout_reference_secret,
        links_for=settings.provided.checkout_references_link_for,
    )
    connections = providers.Singleton(
        connect, settings, metrics, clock, http=http, references=references, limits=rate_limits
    )
    tokens = providers.Singleton(browser_tokens, settings.provided.http.browser_tokens, http, clock)

    apply_provider_event = providers.Singleton(ApplyProviderEvent, storage=storage, clock=clock)
    together = providers.Singleton(GroupCommit, apply=apply_provider_event)

    retry_deliveries = providers.Singleton(RetryDeliveries, storage=storage, providers=connections, clock=clock)
    ask_provider = providers.Singleton(FetchDueObjects, storage=storage, providers=connections, clock=clock)
    forget_payloads = providers.Singleton(
        PurgePayloads, storage=storage, clock=clock, after=settings.provided.payloads_kept
    )
    work = providers.Singleton(
        background_jobs, retry_deliveries=retry_deliveries, ask_provider=ask_provider, forget_payloads=forget_payloads
    )
    engine = providers.Singleton(engine_for, engines, work, looks_every=looks_every)
    reconcile = providers.Singleton(Reconcile, storage=storage, providers=connections, clock=clock)
    check_installation = providers.Singleton(
        VerifyDatabaseOwner, storage=storage, providers=connections, mode=settings.provided.mode.value
    )

    replay_delivery = providers.Singleton(ReplayEvent, retry=retry_deliveries)
    show_deliveries = providers.Singleton(ListEvents, storage=storage)
    show_status = providers.Singleton(
        ShowStatus,
        storage=storage,
        providers=providers.Callable(frozenset, connections),
        clock=clock,
        limits=providers.Callable(limits_for, settings.provided.reconcile_every),
    )

    use_cases = providers.Singleton(
        UseCases,
        receive_webhook=providers.Singleton(ReceiveWebhook, providers=connections, keep=together, clock=clock),
        apply_provider_event=apply_provider_event,
        retry_deliveries=retry_deliveries,
        replay_delivery=replay_delivery,
        replay_deliveries=providers.Singleton(ReplayEvents, show=show_deliveries, replay=replay_delivery),
        show_deliveries=show_deliveries,
        show_unlinked=providers.Singleton(ListUnlinked, storage=storage),
        show_anomalies=providers.Singleton(ListAnomalies, storage=storage),
        ask_provider=ask_provider,
        reconcile=reconcile,
        reconcile_when_due=providers.Singleton(
            ReconcileWhenDue,
            reconcile=reconcile,
            check_installation=check_installation,
            every=settings.provided.reconcile_every,
        ),
        open_customer_portal=providers.Singleton(
            OpenCustomerPortal, storage=storage, providers=connections, clock=clock
        ),
        show_billing=providers.Singleton(
            ShowBilling,
            storage=storage,
            providers=connections,
            clock=clock,
            grace=settings.provided.past_due_grace,
        ),
        show_customer=providers.Singleton(ShowCustomer, storage=storage),
        register_customer=providers.Singleton(RegisterCustomer, storage=storage, clock=clock),
        link_account=providers.Singleton(LinkAccount, storage=storage, clock=clock),
        link_purchase=providers.Singleton(LinkPurchase, storage=storage, clock=clock),
        unlink_account=providers.Singleton(UnlinkAccount, storage=storage, clock=clock),
        pin_home_provider=providers.Singleton(PinHomeProvider, storage=storage, clock=clock),
        refresh_customer=providers.Singleton(RefreshCustomer, storage=storage, clock=clock),
        make_checkout_reference=providers.Singleton(MakeCheckoutReference, references=references, clock=clock),
        create_billing_session=providers.Singleton(CreateBillingSession, storage=storage, clock=clock),
        look_at_billing_link=providers.Singleton(PreviewLoginLink, storage=storage, clock=clock),
        enter_billing=providers.Singleton(RedeemLoginLink, storage=storage, clock=clock),
        visit_billing=providers.Singleton(GetBillingPageSession, storage=storage, clock=clock),
        leave_billing=providers.Singleton(EndBillingPageSession, storage=storage),
        check_installation=check_installation,
        examine=providers.Singleton(
            RunDoctor,
            storage=storage,
            engine=engine,
            providers=connections,
            own_address=providers.Singleton(HttpOwnAddress, http=http),
            clock=clock,
            mode=settings.provided.mode.value,
            public_url=settings.provided.http.public_url,
        ),
        export_customer=providers.Singleton(
            ExportCustomer, storage=storage, providers=connections, show=show_deliveries
        ),
        erase_customer=providers.Singleton(EraseCustomer, storage=storage, providers=connections, clock=clock),
        forget_payloads=forget_payloads,
        show_status=show_status,
        expose_metrics=providers.Singleton(ExposeMetrics, status=show_status, metrics=metrics),
        keep_counts=providers.Singleton(PersistCounters, storage=storage, metrics=metrics, clock=clock),
        install_webhooks=providers.Singleton(
            InstallWebhooks, providers=connections, public_url=settings.provided.http.public_url
        ),
    )


async def migrate(database_url: str) -> None:
    """Creates the tables, or brings them up to date.

    Raises:
        InvalidSettings
        StorageUnavailable
    """
    with _naming_the_setting():
        await schema.migrate(database_url, besides=tables_for(database_url))
