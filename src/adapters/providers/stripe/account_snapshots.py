"""Fetching of a customer and of all its objects."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from adapters.providers.stripe.account_parameter import is_of_accounts_v2, naming
from adapters.providers.stripe.client import StripeApi
from adapters.providers.stripe.decoding import (
    account,
    catalogue,
    charge,
    checkout,
    invoice,
    payment,
    schedule,
    subscription,
)
from adapters.providers.stripe.decoding.context import DecodingContext, DecodingRules
from adapters.providers.stripe.wire.account import Customer
from adapters.providers.stripe.wire.catalogue import Product
from adapters.providers.stripe.wire.checkout import CheckoutSession
from adapters.providers.stripe.wire.invoice import Invoice
from adapters.providers.stripe.wire.payment import Charge, Dispute, PaymentIntent
from adapters.providers.stripe.wire.subscription import Subscription, SubscriptionSchedule
from adapters.providers.stripe.wire.values import Page
from application.ports.provider.updates import ProviderUpdate, merge_updates
from domain.mirror.snapshot import ObjectKind

if TYPE_CHECKING:
    from stripe import ListObject, StripeClient, StripeObject

T = TypeVar("T")
Listed = TypeVar("Listed", bound="StripeObject")

_PRODUCTS_AT_ONCE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSnapshots:
    """Fetches accounts. Each page is stamped with the time of its request."""

    api: StripeApi
    rules: DecodingRules

    async def everything_of(self, id_: str) -> ProviderUpdate:
        """Fetch a customer and its objects, or only the objects of an Accounts v2 account, as it is no customer."""
        if is_of_accounts_v2(id_):
            return await self._with_products([*await self._subscriptions(id_), *await self._purchases(id_)])
        told = await self.api.call(lambda c: c.v1.customers.retrieve_async(id_))
        customer = told.read(Customer)
        owner = account.heard(customer, self.rules.at(told.stamp))
        if customer.deleted:
            return owner
        belongings = [*await self._subscriptions(id_), *await self._purchases(id_)]
        return await self._with_products([owner, *belongings])

    async def _with_products(self, belongings: list[ProviderUpdate]) -> ProviderUpdate:
        return merge_updates([*belongings, *await self._products(belongings)])

    async def _subscriptions(self, id_: str) -> list[ProviderUpdate]:
        found = await self._all(
            lambda c: c.v1.subscriptions.list_async(naming(id_, status="all", limit=100)),
            Page[Subscription],
            subscription.heard,
        )
        if not _names(found, ObjectKind.SCHEDULE):
            return found
        return found + await self._all(
            lambda c: c.v1.subscription_schedules.list_async(naming(id_, limit=100)),
            Page[SubscriptionSchedule],
            schedule.heard,
        )

    async def _purchases(self, id_: str) -> list[ProviderUpdate]:
        expanded = ["data.line_items", "data.payment_intent"]
        sessions = await self._all(
            lambda c: c.v1.checkout.sessions.list_async(naming(id_, status="complete", limit=100, expand=expanded)),
            Page[CheckoutSession],
            checkout.heard,
        )
        invoices = await self._all(
            lambda c: c.v1.invoices.list_async(naming(id_, limit=100, expand=["data.payments"])),
            Page[Invoice],
            invoice.heard_listed,
        )
        payments = await self._all(
            lambda c: c.v1.payment_intents.list_async(naming(id_, limit=100)),
            Page[PaymentIntent],
            payment.heard,
        )
        of_purchases = sessions + invoices + payments
        return of_purchases if is_of_accounts_v2(id_) else of_purchases + await self._charges(id_)

    async def _charges(self, id_: str) -> list[ProviderUpdate]:
        disputed: list[str] = []

        def heard(told: Charge, telling: DecodingContext) -> ProviderUpdate:
            disputed.extend([told.id] if told.disputed else [])
            return charge.heard(told, telling)

        found = await self._all(lambda c: c.v1.charges.list_async({"customer": id_, "limit": 100}), Page[Charge], heard)
        for charge_id in disputed:
            found += await self._disputes(charge_id)
        return found

    async def _disputes(self, charge_id: str) -> list[ProviderUpdate]:
        return await self._all(
            lambda c: c.v1.disputes.list_async({"charge": charge_id, "limit": 100}), Page[Dispute], charge.heard_dispute
        )

    async def _products(self, belongings: Iterable[ProviderUpdate]) -> list[ProviderUpdate]:
        """Fetch the names of products in lists, so that they need not be fetched one by one."""
        ids, found = _names(belongings, ObjectKind.PRODUCT), []
        for start in range(0, len(ids), _PRODUCTS_AT_ONCE):
            found += await self._products_by_id(ids[start : start + _PRODUCTS_AT_ONCE])
        return found

    async def _products_by_id(self, ids: Sequence[str]) -> list[ProviderUpdate]:
        return await self._all(
            lambda c: c.v1.products.list_async({"ids": list(ids), "limit": 100}), Page[Product], catalogue.heard_product
        )

    async def _all(
        self,
        first: Callable[[StripeClient], Awaitable[ListObject[Listed]]],
        page: type[Page[T]],
        heard: Callable[[T, DecodingContext], ProviderUpdate],
    ) -> list[ProviderUpdate]:
        return [
            heard(each, self.rules.at(told.stamp))
            async for told in self.api.pages(first)
            for each in told.read(page).data
        ]


def _names(told: Iterable[ProviderUpdate], kind: ObjectKind) -> list[str]:
    return sorted({wanted.ref.id for heard in told for wanted in heard.fetch_requests if wanted.kind is kind})
