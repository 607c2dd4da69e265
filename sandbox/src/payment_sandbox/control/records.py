"""What exists at a vendor, as it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Request, get
from litestar.exceptions import ClientException
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from payment_sandbox.control.unknown import no_record, no_vendor
from payment_sandbox.records import Document, Records
from payment_sandbox.sandbox import Sandbox


def routes(sandbox: Sandbox) -> Sequence[ControllerRouterHandler]:
    """`GET /{vendor}/records`, `GET /{vendor}/records/{kind}`, `GET /{vendor}/records/{kind}/{id}`."""

    def of(vendor: str) -> Records:
        if vendor not in sandbox.records:
            raise no_vendor(sandbox, vendor)
        return sandbox.records[vendor]

    @get("/{vendor:str}/records")
    async def kinds(vendor: FromPath[str]) -> dict[str, int]:
        """How many there are of each."""
        return {kind: of(vendor).count(kind) for kind in of(vendor).kinds()}

    @get("/{vendor:str}/records/{kind:str}")
    async def every(vendor: FromPath[str], kind: FromPath[str], request: Request[Any, Any, Any]) -> list[Document]:
        """Oldest first. The query may name fields and the texts that they must hold: `?customer=cus_1`."""
        if kind not in of(vendor).kinds():
            return []
        try:
            return list(of(vendor).oldest(kind, dict(request.query_params)))
        except ValueError as error:
            raise ClientException(str(error)) from error

    @get("/{vendor:str}/records/{kind:str}/{id_:str}")
    async def one(vendor: FromPath[str], kind: FromPath[str], id_: FromPath[str]) -> Document:
        found = of(vendor).get(kind, id_)
        if found is None:
            raise no_record(kind, id_)
        return found

    return [kinds, every, one]
