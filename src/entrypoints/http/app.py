"""The HTTP application, put together."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from litestar import Litestar, Router
from litestar.config.cors import CORSConfig
from litestar.di import Provide
from litestar.middleware import DefineMiddleware
from litestar.types import Guard

from application.ports.operations.clock import Clock
from application.ports.operations.customer_limits import CustomerLimits
from application.use_cases import UseCases
from entrypoints.http.api.accounts import Accounts
from entrypoints.http.api.anomalies import list_anomalies
from entrypoints.http.api.billing import list_purchases, list_subscriptions, show_billing
from entrypoints.http.api.billing_sessions import billing_sessions
from entrypoints.http.api.customers import Customers
from entrypoints.http.api.events import Events
from entrypoints.http.api.portal_sessions import portal_sessions
from entrypoints.http.api.refreshes import refreshes
from entrypoints.http.api.unlinked import list_unlinked
from entrypoints.http.auth import Authentication, require_authentication
from entrypoints.http.billing_page.assets import asset
from entrypoints.http.billing_page.error_pages import ErrorPages
from entrypoints.http.billing_page.rendering import Rendering
from entrypoints.http.billing_page.router import billing_page
from entrypoints.http.dependencies import addressed_customer
from entrypoints.http.health import live, ready
from entrypoints.http.metrics import metrics
from entrypoints.http.middleware.body_limits import API_BODY_BYTES, BODY_SECONDS, BodyDeadline, require_json
from entrypoints.http.middleware.head import HeadAsGet
from entrypoints.http.middleware.path_segments import PathParameters, SplitPath
from entrypoints.http.middleware.preflight import Preflight
from entrypoints.http.middleware.response_headers import add_response_headers
from entrypoints.http.openapi.document import BEARER, openapi
from entrypoints.http.openapi.request_schemas import RequestSchemaPlugin
from entrypoints.http.problem_responses import ProblemResponses
from entrypoints.http.rate_limit import BILLING_SESSIONS, PORTAL_SESSIONS, REFRESHES, RequestLimit
from entrypoints.http.reading_limit import ReadingLimit
from entrypoints.http.request import ApiRequest
from entrypoints.http.return_url import ReturnUrls
from entrypoints.http.webhooks import receive_webhook
from entrypoints.settings.model import HttpSettings
from entrypoints.tokens.browser_token import BrowserTokens


def create_app(
    use_cases: UseCases,
    settings: HttpSettings,
    *,
    clock: Clock,
    tokens: BrowserTokens | None,
    limits: CustomerLimits,
    check_storage: Callable[[], Awaitable[None]],
    body_seconds: float = BODY_SECONDS,
) -> Litestar:
    """`tokens`: None where browsers may not call. `check_storage` raises `StorageUnavailable`."""
    problems = ProblemResponses(settings=settings, clock=clock, grace=use_cases.show_billing.grace)
    rendering = Rendering(frame_ancestors=settings.frame_ancestors)
    portal_limit = RequestLimit(limits=limits, limit=PORTAL_SESSIONS)
    billing_limit = RequestLimit(limits=limits, limit=BILLING_SESSIONS)
    refresh_limit = RequestLimit(limits=limits, limit=REFRESHES)
    readings = ReadingLimit(limits=limits, clock=clock)
    cors = _cors(settings)
    authentication = Authentication(api_keys=settings.api_keys, operator_keys=settings.operator_keys, tokens=tokens)
    authenticated = require_authentication(authentication)
    app = Litestar(
        route_handlers=[
            _v1(
                use_cases,
                settings,
                authenticated,
                portal_limit=portal_limit,
                billing_limit=billing_limit,
                refresh_limit=refresh_limit,
                readings=readings,
            ),
            billing_page(use_cases, settings, rendering, limit=portal_limit, readings=readings),
            asset,
            receive_webhook,
            live,
            ready(check_storage),
            metrics(use_cases.expose_metrics, [authenticated]),
        ],
        dependencies={"use_cases": Provide(lambda: use_cases, sync_to_thread=False)},
        exception_handlers={Exception: ErrorPages(settings=settings, rendering=rendering, otherwise=problems)},
        before_send=[add_response_headers],
        middleware=[PathParameters, DefineMiddleware(BodyDeadline, seconds=body_seconds)],
        cors_config=cors,
        openapi_config=openapi(),
        plugins=[RequestSchemaPlugin(use_cases.ask_provider.providers)],
        request_class=ApiRequest,
        request_max_body_size=API_BODY_BYTES,
        logging_config=None,
    )
    app.asgi_handler = SplitPath(HeadAsGet(app.asgi_handler))
    if cors is not None:
        app.asgi_handler = Preflight(app.asgi_handler, cors)
    return app


def _v1(
    use_cases: UseCases,
    settings: HttpSettings,
    authenticated: Guard,
    *,
    portal_limit: RequestLimit,
    billing_limit: RequestLimit,
    refresh_limit: RequestLimit,
    readings: ReadingLimit,
) -> Router:
    """Routes that need a credential. Guards run before bodies are received, so unauthenticated bodies are not read."""
    return_urls = ReturnUrls(default=settings.return_url, origins=settings.return_url_origins)
    portal = portal_sessions(open_portal=use_cases.open_customer_portal, return_urls=return_urls, limit=portal_limit)
    page = billing_sessions(
        create=use_cases.create_billing_session,
        return_urls=return_urls,
        public_url=settings.public_url,
        limit=billing_limit,
    )
    return Router(
        path="/v1",
        route_handlers=[
            Customers,
            Accounts,
            show_billing,
            list_subscriptions,
            list_purchases,
            portal,
            page,
            refreshes(refresh=use_cases.refresh_customer, limit=refresh_limit),
            Events,
            list_unlinked,
            list_anomalies,
        ],
        dependencies={"customer": Provide(addressed_customer(readings))},
        guards=[authenticated, require_json],
        security=BEARER,
    )


def _cors(settings: HttpSettings) -> CORSConfig | None:
    if not settings.cors_origins:
        return None
    return CORSConfig(
        allow_origins=list(settings.cors_origins),
        allow_methods=["GET", "POST"],
        allow_headers=["Authorization", "Content-Type"],
        expose_headers=["Retry-After"],
    )
