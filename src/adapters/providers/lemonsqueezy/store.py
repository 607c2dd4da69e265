"""The store: its id, its currency and the URL where its customers sign in."""

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
    """Fetches the store on first use and caches it, because its currency and its URL rarely change."""

    api: LemonSqueezyApi
    _seen: StoreAttributes | None = field(default=None, init=False)

    async def identity(self) -> str:
        """The id of the store, from the API.

        Raises:
            ProviderRefused: The API key has no access to such a store.
        """
        await self._ask(urgent=True)
        return self.api.seller.store_id

    async def currency(self) -> str:
        """Return the currency of the prices, which do not state it themselves."""
        return (self._seen or await self._ask(urgent=False)).currency

    async def url(self) -> str | None:
        """Return the URL of the store, or None if the URL is unavailable."""
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
