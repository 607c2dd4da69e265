"""The store itself: that it is the one that is meant, what it sells in, and where its customers sign in."""

from __future__ import annotations

from dataclasses import dataclass, field

from adapters.providers.lemonsqueezy.client import LemonSqueezyApi
from adapters.providers.lemonsqueezy.errors import NotThere, no_such_store
from adapters.providers.lemonsqueezy.wire.catalogue import Store as StoreAttributes
from adapters.providers.lemonsqueezy.wire.document import Document
from application.ports.errors import ProviderRefused, ProviderUnavailable

_SECONDS_FOR_LOGIN_PAGE = 2.0


@dataclass(slots=True, kw_only=True)
class Store:
    """Asked for when first needed, and remembered: neither its currency nor its address changes in daily business."""

    api: LemonSqueezyApi
    _seen: StoreAttributes | None = field(default=None, init=False)

    async def identity(self) -> str:
        """The id of the store, from the API.

        Raises:
            ProviderRefused: the API key knows no such store.
        """
        await self._ask(urgent=True)
        return self.api.seller.store_id

    async def currency(self) -> str:
        """What its prices are in, which they do not say themselves."""
        return (self._seen or await self._ask(urgent=False)).currency

    async def url(self) -> str | None:
        """Its address, None if that cannot be told right now."""
        if self._seen is not None:
            return self._seen.url
        try:
            return (await self._ask(urgent=True, seconds=_SECONDS_FOR_LOGIN_PAGE)).url
        except (ProviderUnavailable, ProviderRefused):
            return None

    async def _ask(self, *, urgent: bool, seconds: float | None = None) -> StoreAttributes:
        try:
            told = await self.api.get("stores", self.api.seller.store_id, urgent=urgent, seconds=seconds)
        except NotThere:
            told = None
        store = told.read(Document[StoreAttributes]).data if told is not None else None
        if store is None or str(store.id) != self.api.seller.store_id:
            raise no_such_store(self.api.provider)
        self._seen = store.attributes
        return store.attributes
