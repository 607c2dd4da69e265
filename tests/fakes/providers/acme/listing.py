"""Listing of all objects at Acme. A cursor is the number of objects before the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from application.ports.errors import ProviderUnavailable
from application.ports.provider.listing import ListedObject, ListPage
from domain.mirror.snapshot import ObjectKind
from fakes.providers.acme.client import AcmeApi, NotThere
from fakes.providers.acme.decoder import Decoder
from fakes.providers.acme.wire import Agreements, Buyers, Orders


@dataclass(frozen=True, slots=True, kw_only=True)
class AcmeLists:
    api: AcmeApi
    decoder: Decoder

    @property
    def kinds(self) -> Sequence[ObjectKind]:
        return ObjectKind.ACCOUNT, ObjectKind.SUBSCRIPTION, ObjectKind.ORDER

    @property
    def history_window(self) -> timedelta:
        return timedelta()

    async def page(self, kind: ObjectKind, cursor: str | None, changed_since: datetime | None = None) -> ListPage:
        behind = f"behind={int(cursor or '0')}"
        try:
            if kind is ObjectKind.ACCOUNT:
                buyers, stamp = await self.api.get(f"/buyers?{behind}", Buyers)
                heard, following = [self.decoder.buyer(each, stamp) for each in buyers.data], buyers.following
            elif kind is ObjectKind.SUBSCRIPTION:
                agreements, stamp = await self.api.get(f"/agreements?{behind}", Agreements)
                heard = [self.decoder.agreement(each, stamp) for each in agreements.data]
                following = agreements.following
            else:
                orders, stamp = await self.api.get(f"/orders?{behind}", Orders)
                heard, following = [self.decoder.order(each, stamp) for each in orders.data], orders.following
        except NotThere:
            raise ProviderUnavailable(self.api.provider, "the list does not exist") from None
        listed = tuple(ListedObject(heard=each) for each in heard)
        return ListPage(objects=listed, next_cursor=following, fetched_at=stamp.as_of)
