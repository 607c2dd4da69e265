"""`/v1/customers/{customer_id}/billing`: what a customer has, and the pages of the lists in it."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from application.portal.billing_pages import AT_ONCE, page_of_purchases, page_of_subscriptions
from application.use_cases import UseCases
from entrypoints.http.auth import ALLOW_BROWSERS
from entrypoints.http.dependencies import CustomerScope
from entrypoints.http.openapi.document import api_problems
from entrypoints.http.place_cursor import cursor_of, place_of
from entrypoints.http.presenters import customer as present
from entrypoints.http.schemas import billing as schemas

Limit = Annotated[int, QueryParameter(ge=1, le=AT_ONCE)]
Cursor = Annotated[str | None, QueryParameter()]

_get = partial(get, tags=["Billing"], responses=api_problems(404, 429), opt={ALLOW_BROWSERS: True})


@_get("/customers/{customer_id:str}/billing", operation_id="showBilling", summary="Retrieve a customer's billing")
async def show_billing(
    customer: NamedDependency[CustomerScope], use_cases: NamedDependency[UseCases]
) -> schemas.Billing:
    """Show the mirrored billing of a customer. No provider is called."""
    return present.billing(await customer.call(use_cases.show_billing))


@_get(
    "/customers/{customer_id:str}/subscriptions",
    operation_id="listSubscriptions",
    summary="List a customer's subscriptions",
)
async def list_subscriptions(
    customer: NamedDependency[CustomerScope],
    use_cases: NamedDependency[UseCases],
    limit: Limit = AT_ONCE,
    cursor: Cursor = None,
) -> schemas.Subscriptions:
    """The live ones first, then the newest."""
    after = place_of(cursor)
    view = await customer.call(use_cases.show_billing)
    page = page_of_subscriptions(view.billing.subscriptions, view.now, after, limit=limit)
    return schemas.Subscriptions(
        data=[present.subscription_in(view, each) for each in page.shown], next_cursor=cursor_of(page.ended)
    )


@_get(
    "/customers/{customer_id:str}/purchases",
    operation_id="listPurchases",
    summary="List a customer's one-off purchases",
)
async def list_purchases(
    customer: NamedDependency[CustomerScope],
    use_cases: NamedDependency[UseCases],
    limit: Limit = AT_ONCE,
    cursor: Cursor = None,
) -> schemas.Purchases:
    """The newest first."""
    after = place_of(cursor)
    view = await customer.call(use_cases.show_billing)
    page = page_of_purchases(view.billing.purchases, after, limit=limit)
    return schemas.Purchases(data=[present.purchase(each) for each in page.shown], next_cursor=cursor_of(page.ended))
