"""`/v1/customers/{customer_id}/portal-sessions`: a way into a provider's portal."""

from __future__ import annotations

from litestar import post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody
from msgspec import UNSET

from application.portal.open_customer_portal import OpenCustomerPortal, OpenedPortal, Opening
from domain.customer import CustomerId
from domain.portal.destination import PortalTarget
from domain.provider import ProviderName, ProviderRef
from entrypoints.http.auth import ALLOW_BROWSERS
from entrypoints.http.dependencies import CustomerScope
from entrypoints.http.errors import InvalidRequest, reading
from entrypoints.http.locale import language_tag
from entrypoints.http.openapi.document import api_problems
from entrypoints.http.rate_limit import RequestLimit
from entrypoints.http.return_url import ReturnUrls
from entrypoints.http.schemas.portal_session import Alternative, Named, OpenPortal, PortalSession


def portal_sessions(
    *, open_portal: OpenCustomerPortal, return_urls: ReturnUrls, limit: RequestLimit
) -> HTTPRouteHandler:
    """The route that opens portals. `limit`: how often a customer may open one."""

    @post(
        "/customers/{customer_id:str}/portal-sessions",
        operation_id="createPortalSession",
        summary="Create a portal session",
        tags=["Portal sessions"],
        responses=api_problems(404, 409, 422, 429, 502),
        opt={ALLOW_BROWSERS: True},
    )
    async def create_portal_session(
        customer: NamedDependency[CustomerScope], data: JSONBody[OpenPortal | None] = None
    ) -> PortalSession:
        """Without a body it opens the bare `manage`."""
        wanted = data or OpenPortal()
        wish = _wish(wanted)
        how = Opening(
            return_url=return_urls.choose(wanted.return_url),
            locale=language_tag(wanted.locale),
            configuration=wanted.configuration,
        )
        await limit.admit(customer.id)

        async def opened(customer_id: CustomerId) -> OpenedPortal:
            return await open_portal(customer_id, wish, how)

        return _session(await customer.call(opened))

    return create_portal_session


def _wish(wanted: OpenPortal) -> PortalTarget:
    if wanted.subscription is not None and wanted.purchase is not None:
        raise InvalidRequest("purchase", "must be omitted if `subscription` is given")
    return PortalTarget(
        intent=wanted.intent,
        subscription=_ref(wanted.subscription, "subscription"),
        purchase=_ref(wanted.purchase, "purchase"),
    )


def _ref(named: Named | None, path: str) -> ProviderRef | None:
    if named is None:
        return None
    with reading(path):
        return ProviderRef(provider=ProviderName(named.provider), id=named.id)


def _session(opened: OpenedPortal) -> PortalSession:
    return PortalSession(
        url=opened.url,
        provider=opened.provider,
        kind=opened.kind,
        intent=opened.intent,
        effective_intent=opened.effective_intent,
        returns=opened.returns,
        expires_at=opened.expires_at,
        degraded=opened.degraded,
        alternatives=[Alternative(provider=ref.provider, subscription=ref.id) for ref in opened.alternatives] or UNSET,
    )
