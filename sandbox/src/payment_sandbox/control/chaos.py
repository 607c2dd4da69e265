"""The switches of chaos."""

from __future__ import annotations

from collections.abc import Sequence

from litestar import get, put
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from payment_sandbox.control.unknown import no_vendor
from payment_sandbox.faults import Switches
from payment_sandbox.sandbox import Sandbox


def routes(sandbox: Sandbox) -> Sequence[ControllerRouterHandler]:
    """`GET /chaos`, `PUT /chaos` (of every vendor), `PUT /chaos/{vendor}`. What is not named is off."""

    @get("/chaos")
    async def show() -> dict[str, Switches]:
        return {name: chaos.switches for name, chaos in sandbox.chaos.items()}

    @put("/chaos")
    async def switch_all(data: JSONBody[Switches]) -> dict[str, Switches]:
        for chaos in sandbox.chaos.values():
            chaos.switch(data)
        return dict.fromkeys(sandbox.chaos, data)

    @put("/chaos/{vendor:str}")
    async def switch_one(vendor: FromPath[str], data: JSONBody[Switches]) -> Switches:
        if vendor not in sandbox.chaos:
            raise no_vendor(sandbox, vendor)
        sandbox.chaos[vendor].switch(data)
        return data

    return [show, switch_all, switch_one]
