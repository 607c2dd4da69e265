"""The first page: who there is, and what they have."""

from __future__ import annotations

import asyncio
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from portal_demo.host.customers import Customer
from portal_demo.host.shop import Shop
from portal_demo.pages.control_panel import ControlPanel
from portal_demo.pages.rendering import Rendering

_LATEST = 12


@get("/")
async def show_overview(
    shop: NamedDependency[Shop], scenes: NamedDependency[ControlPanel], rendering: NamedDependency[Rendering]
) -> Response[str]:
    """What each customer has is what the API says of them now."""

    async def told(customer: Customer) -> tuple[Customer, Any]:
        return customer, await shop.portal.billing(customer.id)

    customers = await asyncio.gather(*(told(customer) for customer in shop.customers))
    return rendering.page(
        "overview.html.jinja",
        customers=customers,
        deliveries=scenes.latest_deliveries(_LATEST),
        on_the_way=scenes.time.on_the_way(),
        chaos=scenes.chaos(),
    )
