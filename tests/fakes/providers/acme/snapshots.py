"""Fetches from Acme."""

from __future__ import annotations

from dataclasses import dataclass

from application.ports.provider.fetching import NotFound
from application.ports.provider.updates import ProviderUpdate
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderRef
from fakes.providers.acme.client import AcmeApi, NotThere
from fakes.providers.acme.decoder import Decoder
from fakes.providers.acme.wire import Agreement, Everything, Order


@dataclass(frozen=True, slots=True, kw_only=True)
class AcmeSnapshots:
    api: AcmeApi
    decoder: Decoder

    async def fetch(self, kind: ObjectKind, ref: ProviderRef) -> ProviderUpdate | NotFound:
        try:
            if kind is ObjectKind.ACCOUNT:
                return await self._everything(ref.id)
            if kind is ObjectKind.SUBSCRIPTION:
                return self.decoder.agreement(*await self.api.get(f"/agreements/{ref.id}", Agreement))
            if kind is ObjectKind.ORDER:
                return self.decoder.order(*await self.api.get(f"/orders/{ref.id}", Order))
        except NotThere:
            pass
        return NotFound()

    async def seller_id(self) -> str:
        seller, _ = await self.api.seller()
        return seller.shop

    async def _everything(self, id_: str) -> ProviderUpdate:
        told, stamp = await self.api.get(f"/buyers/{id_}", Everything)
        heard = [
            self.decoder.buyer(told.buyer, stamp),
            *(self.decoder.agreement(each, stamp) for each in told.agreements),
            *(self.decoder.order(each, stamp) for each in told.orders),
        ]
        return ProviderUpdate(
            snapshots=tuple(snapshot for each in heard for snapshot in each.snapshots),
            claims=tuple(claim for each in heard for claim in each.claims),
        )
