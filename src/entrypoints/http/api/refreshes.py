"""`/v1/customers/{customer_id}/refresh`: the providers are asked about a customer."""

from __future__ import annotations

from litestar import post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler

from application.fetching.refresh_customer import RefreshCustomer
from entrypoints.http.auth import ALLOW_BROWSERS
from entrypoints.http.dependencies import CustomerScope
from entrypoints.http.openapi.document import api_problems
from entrypoints.http.rate_limit import RequestLimit
from entrypoints.http.schemas.customer import RefreshRequested


def refreshes(*, refresh: RefreshCustomer, limit: RequestLimit) -> HTTPRouteHandler:
    """Make the route that requests a refresh. `limit`: how often one may be requested for a customer."""

    @post(
        "/customers/{customer_id:str}/refresh",
        operation_id="refreshCustomer",
        summary="Refresh a customer from the providers",
        status_code=202,
        tags=["Customers"],
        responses=api_problems(404, 429),
        opt={ALLOW_BROWSERS: True},
    )
    async def refresh_customer(customer: NamedDependency[CustomerScope]) -> RefreshRequested:
        """For when the customer comes back from a portal or a checkout."""
        await limit.admit(customer.id)
        await customer.call(refresh)
        return RefreshRequested()

    return refresh_customer
