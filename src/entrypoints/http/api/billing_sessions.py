"""`/v1/customers/{customer_id}/billing-sessions`: a way in to the Billing page."""

from __future__ import annotations

from litestar import post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody

from application.portal import create_billing_session as use_case
from domain.customer import CustomerId
from entrypoints.http.auth import ALLOW_BROWSERS
from entrypoints.http.dependencies import CustomerScope
from entrypoints.http.openapi.document import api_problems
from entrypoints.http.public_url import public_address
from entrypoints.http.rate_limit import RequestLimit
from entrypoints.http.request import ApiRequest
from entrypoints.http.return_url import ReturnUrls
from entrypoints.http.schemas.billing_session import BillingSession, CreateBillingSession


def billing_sessions(
    *,
    create: use_case.CreateBillingSession,
    return_urls: ReturnUrls,
    public_url: str | None,
    limit: RequestLimit,
) -> HTTPRouteHandler:
    """The route that makes links to the Billing page. `limit`: how often a customer may get one."""

    @post(
        "/customers/{customer_id:str}/billing-sessions",
        operation_id="createBillingSession",
        summary="Create a login link to the Billing page",
        tags=["Billing sessions"],
        responses=api_problems(404, 409, 422, 429),
        opt={ALLOW_BROWSERS: True},
    )
    async def create_billing_session(
        request: ApiRequest,
        customer: NamedDependency[CustomerScope],
        data: JSONBody[CreateBillingSession | None] = None,
    ) -> BillingSession:
        """The link is good for five minutes, and for one visit."""
        return_url = return_urls.choose(data.return_url if data else None)
        address = public_address(public_url, request)
        await limit.admit(customer.id)

        async def created(customer_id: CustomerId) -> use_case.BillingSession:
            return await create(customer_id, return_url=return_url)

        session = await customer.call(created)
        return BillingSession(url=f"{address.url}/billing/enter?token={session.secret}", expires_at=session.expires_at)

    return create_billing_session
