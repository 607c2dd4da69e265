"""`/v1/customers/{customer_id}/billing`: what a customer has."""

from __future__ import annotations

from litestar import get
from litestar.di import NamedDependency

from application.use_cases import UseCases
from entrypoints.http import present
from entrypoints.http.addressed_customer import AddressedCustomer
from entrypoints.http.auth import BROWSERS_MAY
from entrypoints.http.openapi import api_problems
from entrypoints.http.schemas.billing import Billing


@get(
    "/customers/{customer_id:str}/billing",
    operation_id="showBilling",
    summary="Show what a customer has",
    tags=["Billing"],
    responses=api_problems(404),
    opt={BROWSERS_MAY: True},
)
async def show_billing(customer: NamedDependency[AddressedCustomer], use_cases: NamedDependency[UseCases]) -> Billing:
    """From what the providers have told so far; none of them is asked."""
    return present.billing(await customer.ask(use_cases.show_billing))
