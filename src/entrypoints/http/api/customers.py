"""`/v1/customers/{customer_id}`: who a customer is to the providers."""

from __future__ import annotations

from litestar import Controller, Response, get, put
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import UnsetType

from application.customers.register_customer import UNCHANGED, Registration, Unchanged
from application.use_cases import UseCases
from domain.provider import ProviderName
from entrypoints.http.api.accounts import linked_account
from entrypoints.http.auth import ALLOW_BROWSERS
from entrypoints.http.dependencies import CustomerScope
from entrypoints.http.errors import reading
from entrypoints.http.openapi.document import api_problems, created
from entrypoints.http.presenters import customer as present
from entrypoints.http.schemas import customer as schemas


class Customers(Controller):
    """Customers and their home."""

    path = "/customers/{customer_id:str}"
    tags = ("Customers",)

    @put(
        operation_id="registerCustomer",
        summary="Register or update a customer",
        responses=created(schemas.Customer) | api_problems(409),
    )
    async def register(
        self,
        customer: NamedDependency[CustomerScope],
        use_cases: NamedDependency[UseCases],
        data: JSONBody[schemas.RegisterCustomer],
    ) -> Response[schemas.Customer]:
        """201 when the customer is new, else 200."""
        is_new = await use_cases.register_customer(_registration(customer, use_cases, data))
        known = await use_cases.show_customer(customer.id)
        return Response(present.customer(known), status_code=201 if is_new else 200)

    @get(
        operation_id="showCustomer",
        summary="Retrieve a customer",
        responses=api_problems(404, 429),
        opt={ALLOW_BROWSERS: True},
    )
    async def show(
        self, customer: NamedDependency[CustomerScope], use_cases: NamedDependency[UseCases]
    ) -> schemas.Customer:
        return present.customer(await customer.call(use_cases.show_customer))

    @put(
        "/home-provider",
        operation_id="pinHomeProvider",
        summary="Pin or unpin a customer's home provider",
        responses=api_problems(404, 409),
    )
    async def pin(
        self,
        customer: NamedDependency[CustomerScope],
        use_cases: NamedDependency[UseCases],
        data: JSONBody[schemas.PinHomeProvider],
    ) -> schemas.Customer:
        """A pin decides where the bare `manage` leads, and nothing else."""
        with reading():
            provider = ProviderName(data.provider) if data.provider is not None else None
        await use_cases.pin_home_provider(customer.id, provider)
        return present.customer(await use_cases.show_customer(customer.id))

    @get(
        "/checkout-reference",
        operation_id="makeCheckoutReference",
        summary="Create a signed checkout reference",
        responses=api_problems(409),
    )
    async def checkout_reference(
        self, customer: NamedDependency[CustomerScope], use_cases: NamedDependency[UseCases]
    ) -> schemas.CheckoutReference:
        """A buyer can carry it through a checkout, and cannot forge it."""
        made = await use_cases.make_checkout_reference(customer.id)
        return schemas.CheckoutReference(key=made.key, value=made.value)


def _registration(customer: CustomerScope, use_cases: UseCases, data: schemas.RegisterCustomer) -> Registration:
    return Registration(
        customer_id=customer.id,
        email=_told(data.email),
        name=_told(data.name),
        accounts=[linked_account(link, f"accounts[{i}]", use_cases) for i, link in enumerate(data.accounts)],
    )


def _told(value: str | UnsetType | None) -> str | Unchanged | None:
    return UNCHANGED if isinstance(value, UnsetType) else value
