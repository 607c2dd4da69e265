"""The customer that a request is about."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from litestar.di import NamedDependency

from application.customers.register_customer import RegisterCustomer, Registration
from application.use_cases import UseCases
from domain.customer import CustomerErased, CustomerId, CustomerNotFound
from entrypoints.http.caller import Role
from entrypoints.http.reading_limit import ReadingLimit
from entrypoints.http.request import ApiRequest
from entrypoints.http.schemas.identifiers import CustomerInPath

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerScope:
    """`register`: how they become known at their first call, None if the caller has no say in that."""

    id: CustomerId
    register: RegisterCustomer | None

    async def call(self, use_case: Callable[[CustomerId], Awaitable[T]]) -> T:
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


def addressed_customer(readings: ReadingLimit) -> Callable[..., Awaitable[CustomerScope]]:
    """`readings`: how often a browser may read; the host itself may do so as often as it likes."""

    async def addressed(
        request: ApiRequest, customer_id: CustomerInPath, use_cases: NamedDependency[UseCases]
    ) -> CustomerScope:
        """Gives handlers the customer named in the path, if the caller may know of them."""
        id_, browser = request.auth.resolve(customer_id), request.auth.role is Role.BROWSER
        if browser and request.method == "GET":
            await readings.admit(id_)
        return CustomerScope(id=id_, register=use_cases.register_customer if browser else None)

    return addressed
