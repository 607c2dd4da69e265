"""Lists of all objects of a store, the newest first.

There is no filter by time (Lemon Squeezy API, "Pagination"). A new object moves all others on by one,
so a page may repeat objects of the previous page but never omits one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

import msgspec

from adapters.providers.lemonsqueezy.client import LemonSqueezyApi
from adapters.providers.lemonsqueezy.decoding import order, subscription
from adapters.providers.lemonsqueezy.decoding.context import DecodingContext
from adapters.providers.lemonsqueezy.errors import NotThere
from adapters.providers.lemonsqueezy.wire.document import Listing, Resource
from adapters.providers.lemonsqueezy.wire.order import Order
from adapters.providers.lemonsqueezy.wire.subscription import Subscription
from adapters.providers.lemonsqueezy.wire.values import OfStore
from adapters.responses import unexpected_response
from application.portal.checkout_reference import CheckoutReferenceSigner
from application.ports.errors import ProviderUnavailable
from application.ports.provider.listing import ListedObject, ListPage
from application.ports.provider.updates import ProviderUpdate
from domain.mirror.snapshot import ObjectKind

A = TypeVar("A", bound=OfStore)

_AT_ONCE = 100
_OWING = frozenset({"past_due", "unpaid"})


def _subscription(told: Resource[Subscription], telling: DecodingContext) -> ProviderUpdate:
    """Decode a listed subscription. Only its invoices state the start of arrears, and there may be new ones."""
    heard = subscription.heard(told, telling)
    if told.attributes.status not in _OWING:
        return heard
    arrears = telling.wanted(ObjectKind.ARREARS, told.id)
    others = tuple(wanted for wanted in heard.fetch_requests if wanted.kind is not ObjectKind.ARREARS)
    return replace(heard, fetch_requests=others + tuple(replace(wanted, once=False) for wanted in arrears))


@dataclass(frozen=True, slots=True, kw_only=True)
class List(Generic[A]):
    """Describes a list: its path, its objects and their decoder."""

    collection: str
    page: type[Listing[A]]
    heard: Callable[[Resource[A], DecodingContext], ProviderUpdate]


_LISTS: Mapping[ObjectKind, List[Any]] = {
    ObjectKind.SUBSCRIPTION: List(collection="subscriptions", page=Listing[Subscription], heard=_subscription),
    ObjectKind.ORDER: List(collection="orders", page=Listing[Order], heard=order.heard),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LemonSqueezyLists:
    """Lists objects, without claims, because lists contain no custom data.

    Customers are not listed: no mirrored field of theirs can change, and they cannot be deleted.
    """

    api: LemonSqueezyApi
    references: CheckoutReferenceSigner

    @property
    def kinds(self) -> Sequence[ObjectKind]:
        return tuple(_LISTS)

    @property
    def history_window(self) -> timedelta:
        """Return no history: the lists are sorted by creation, and the API has no list of changes."""
        return timedelta()

    async def page(self, kind: ObjectKind, cursor: str | None, changed_since: datetime | None = None) -> ListPage:
        """Fetch a page. The cursor is its number."""
        try:
            return await self._page(_LISTS[kind], int(cursor or "1"))
        except NotThere:
            failure = ProviderUnavailable(self.api.provider, "the list does not exist")
        except (msgspec.DecodeError, ValueError, OverflowError, RecursionError):
            failure = unexpected_response(self.api.provider)
        raise failure

    async def _page(self, wanted: List[A], number: int) -> ListPage:
        parameters = {
            "filter[store_id]": self.api.seller.store_id,
            "page[number]": str(number),
            "page[size]": str(_AT_ONCE),
        }
        told = await self.api.get(wanted.collection, params=parameters)
        listing = told.read(wanted.page)
        telling = DecodingContext(provider=self.api.provider, references=self.references, fetched_at=told.fetched_at)
        ours = [each for each in listing.data if self._is_ours(each)]
        return ListPage(
            objects=tuple(ListedObject(heard=wanted.heard(each, telling)) for each in ours),
            next_cursor=str(number + 1) if number < listing.last_page else None,
            fetched_at=told.fetched_at,
        )

    def _is_ours(self, told: Resource[A]) -> bool:
        """Return whether an object is of this store and mode. A key lists its own mode; anything else is ignored."""
        try:
            self.api.check(told.attributes)
        except NotThere:
            return False
        return True
