"""Fetching of Lemon Squeezy's objects."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from adapters.providers.lemonsqueezy.account_snapshots import everything_of
from adapters.providers.lemonsqueezy.client import ApiResponse, LemonSqueezyApi
from adapters.providers.lemonsqueezy.decoding import catalogue, invoice, order, subscription
from adapters.providers.lemonsqueezy.decoding.context import DecodingContext
from adapters.providers.lemonsqueezy.errors import NotThere
from adapters.providers.lemonsqueezy.store import Store
from adapters.providers.lemonsqueezy.wire.catalogue import Price
from adapters.providers.lemonsqueezy.wire.document import Document, Listing, Resource, Typed
from adapters.providers.lemonsqueezy.wire.invoice import SubscriptionInvoice
from adapters.providers.lemonsqueezy.wire.order import Order, OrderItem
from adapters.providers.lemonsqueezy.wire.subscription import Subscription
from adapters.providers.lemonsqueezy.wire.values import OfStore
from adapters.responses import unexpected_response
from application.portal.checkout_reference import CheckoutReferenceSigner
from application.ports.provider.fetching import NotFound
from application.ports.provider.updates import ProviderUpdate
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderRef

A = TypeVar("A", bound=OfStore)
_MANY = "100"
_ITEMS = "order-items"
_TYPED = msgspec.json.Decoder(Typed)
_ITEM = msgspec.json.Decoder(Resource[OrderItem])


@dataclass(frozen=True, slots=True, kw_only=True)
class LemonSqueezySnapshots:
    """Fetches objects, without claims, because responses contain no custom data."""

    api: LemonSqueezyApi
    store: Store
    references: CheckoutReferenceSigner

    async def fetch(self, kind: ObjectKind, ref: ProviderRef) -> ProviderUpdate | NotFound:
        ask = self._questions.get(kind)
        if ask is None:
            return NotFound()
        try:
            return await ask(ref.id)
        except NotThere:
            return NotFound()
        except (msgspec.DecodeError, ValueError, OverflowError, RecursionError):
            failure = unexpected_response(self.api.provider)
        raise failure

    async def seller_id(self) -> str:
        return await self.store.identity()

    @property
    def _questions(self) -> Mapping[ObjectKind, Callable[[str], Awaitable[ProviderUpdate]]]:
        return {
            ObjectKind.ACCOUNT: lambda id_: everything_of(self.api, self.references, id_),
            ObjectKind.SUBSCRIPTION: self._subscription,
            ObjectKind.ORDER: self._order,
            ObjectKind.ARREARS: self._invoices,
            ObjectKind.SUBSCRIPTION_INVOICE: self._invoice,
            ObjectKind.PRICE: self._price,
        }

    async def _subscription(self, id_: str) -> ProviderUpdate:
        told = await self.api.get("subscriptions", id_)
        return subscription.heard(self._ours(told.read(Document[Subscription]).data), self._telling(told))

    async def _order(self, id_: str) -> ProviderUpdate:
        told = await self.api.get("orders", id_, params={"include": "order-items"})
        document = told.read(Document[Order])
        items = [_ITEM.decode(each).attributes for each in document.included if _TYPED.decode(each).type == _ITEMS]
        return order.heard(self._ours(document.data), self._telling(told), items=items or None)

    async def _invoice(self, id_: str) -> ProviderUpdate:
        told = await self.api.get("subscription-invoices", id_)
        answered = self._ours(told.read(Document[SubscriptionInvoice]).data)
        return invoice.heard_all([answered], self._telling(told))

    async def _invoices(self, id_: str) -> ProviderUpdate:
        """Fetch the latest hundred invoices, which include all open ones."""
        params = {"filter[subscription_id]": id_, "page[size]": _MANY}
        told = await self.api.get("subscription-invoices", params=params)
        invoices = [self._ours(each) for each in told.read(Listing[SubscriptionInvoice]).data]
        if not invoices:
            raise NotThere
        return invoice.heard_all(invoices, self._telling(told))

    async def _price(self, id_: str) -> ProviderUpdate:
        told = await self.api.get("prices", id_)
        price = told.read(Document[Price]).data
        return catalogue.heard(price, await self.store.currency(), self._telling(told))

    def _ours(self, told: Resource[A]) -> Resource[A]:
        self.api.check(told.attributes)
        return told

    def _telling(self, told: ApiResponse) -> DecodingContext:
        return DecodingContext(provider=self.api.provider, references=self.references, fetched_at=told.fetched_at)
