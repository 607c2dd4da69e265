"""The customer that a request is about."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from litestar.di import NamedDependency

from application.register_customer import RegisterCustomer, Registration
from application.use_cases import UseCases
from domain.claim import CustomerId
from domain.errors import CustomerErased, CustomerNotFound
from entrypoints.http.caller import Role
from entrypoints.http.request import ApiRequest
from entrypoints.http.schemas.identifiers import CustomerInPath

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressedCustomer:
    """`register`: how they become known at their first call, None if the caller has no say in that."""

    id: CustomerId
    register: RegisterCustomer | None

    async def ask(self, use_case: Callable[[CustomerId], Awaitable[T]]) -> T:
        """Calls a use case. Who proves to be a user of the host is registered when it turns out that nobody knows them.

        Raises:
            CustomerNotFound
        """
        try:
            return await use_case(self.id)
        except CustomerNotFound:
            if self.register is None:
                raise
        try:
            await self.register(Registration(customer_id=self.id))
        except CustomerErased:
            raise CustomerNotFound from None
        return await use_case(self.id)


async def addressed_customer(
    request: ApiRequest, customer_id: CustomerInPath, use_cases: NamedDependency[UseCases]
) -> AddressedCustomer:
    """Gives handlers the customer named in the path, if the caller may know of them."""
    return AddressedCustomer(
        id=request.auth.resolve(customer_id),
        register=use_cases.register_customer if request.auth.role is Role.BROWSER else None,
    )
