"""`/v1/customers/{customer_id}/accounts`: a customer's accounts at the providers."""

from __future__ import annotations

from litestar import Controller, delete
from litestar.di import NamedDependency

from application.use_cases import UseCases
from domain.provider import ProviderName, ProviderRef
from entrypoints.http.dependencies import CustomerScope
from entrypoints.http.errors import InvalidRequest, reading
from entrypoints.http.openapi.document import api_problems
from entrypoints.http.schemas.customer import AccountLink
from entrypoints.http.schemas.identifiers import IdInPath, ProviderInPath


class Accounts(Controller):
    """Taking accounts away. They are added by registering a customer with them."""

    path = "/customers/{customer_id:str}/accounts/{provider:str}/{provider_customer_id:str}"
    tags = ("Customers",)

    @delete(operation_id="unlinkAccount", summary="Unlink an account permanently", responses=api_problems(404))
    async def unlink(
        self,
        customer: NamedDependency[CustomerScope],
        use_cases: NamedDependency[UseCases],
        provider: ProviderInPath,
        provider_customer_id: IdInPath,
    ) -> None:
        """No later word links it to this customer again."""
        with reading(id_is="provider_customer_id"):
            account = ProviderRef(provider=ProviderName(provider), id=provider_customer_id)
        await use_cases.unlink_account(customer.id, account)


def linked_account(link: AccountLink, path: str, use_cases: UseCases) -> ProviderRef:
    """
    Raises:
        InvalidRequest: also of a provider that is not connected here.
    """
    with reading(path, id_is="provider_customer_id"):
        account = ProviderRef(provider=ProviderName(link.provider), id=link.provider_customer_id)
    if account.provider not in use_cases.ask_provider.providers:
        raise InvalidRequest(f"{path}.provider", "is not a configured provider")
    return account
