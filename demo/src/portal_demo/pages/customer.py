"""One customer: what the API says, and what they can do."""

from __future__ import annotations

import json
from typing import Annotated

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import ClientException, NotFoundException
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect
from msgspec import Meta, Struct

from portal_demo.host.customers import Customer
from portal_demo.host.offers import OFFERS, PROVIDERS
from portal_demo.host.shop import Shop
from portal_demo.pages.control_panel import ControlPanel
from portal_demo.pages.rendering import Rendering, lead_to

_SECONDS_TO_ARRIVE = 3.0


class NewCustomer(Struct, frozen=True):
    """As the form says it."""

    name: Annotated[str, Meta(min_length=1, max_length=80)]


class Wish(Struct, frozen=True):
    """What is to be bought where."""

    provider: str
    offer: str


def _customer(shop: Shop, id_: str) -> Customer:
    found = shop.customers.get(id_)
    if found is None:
        raise NotFoundException("There is no customer with this id.")
    return found


@get("/customers/{customer_id:str}")
async def show_customer(
    customer_id: FromPath[str], shop: NamedDependency[Shop], rendering: NamedDependency[Rendering]
) -> Response[str]:
    customer = _customer(shop, customer_id)
    known, billing = await shop.portal.customer(customer.id), await shop.portal.billing(customer.id)
    answers = {f"/v1/customers/{customer.id}": known, f"/v1/customers/{customer.id}/billing": billing}
    return rendering.page(
        "customer.html.jinja",
        customer=customer,
        billing=billing,
        answers={address: json.dumps(told, indent=2, ensure_ascii=False) for address, told in answers.items()},
    )


@post("/customers")
async def add_customer(data: URLEncodedBody[NewCustomer], shop: NamedDependency[Shop]) -> Redirect:
    name = data.name.strip()
    if not name:
        raise ClientException("Enter a name.")
    customer = shop.customers.named(name)
    await shop.register(customer)
    return lead_to(f"/customers/{customer.id}")


@post("/customers/{customer_id:str}/billing")
async def open_billing(customer_id: FromPath[str], shop: NamedDependency[Shop]) -> Redirect:
    """The button that your application has."""
    return lead_to(await shop.billing_page(_customer(shop, customer_id)))


@post("/customers/{customer_id:str}/checkout")
async def buy(customer_id: FromPath[str], data: URLEncodedBody[Wish], shop: NamedDependency[Shop]) -> Redirect:
    if data.provider not in PROVIDERS or data.offer not in OFFERS:
        raise NotFoundException("There is no such offer.")
    return lead_to(await shop.begin_checkout(_customer(shop, customer_id), data.provider, data.offer))


@get("/customers/{customer_id:str}/back")
async def back(
    customer_id: FromPath[str], shop: NamedDependency[Shop], scenes: NamedDependency[ControlPanel]
) -> Redirect:
    """From a checkout or a portal. What was done there comes by webhook; asking for it besides does no harm."""
    customer = _customer(shop, customer_id)
    await shop.portal.refresh(customer.id)
    await scenes.time.settled(within=_SECONDS_TO_ARRIVE)
    await shop.follows(customer, within=_SECONDS_TO_ARRIVE)
    return lead_to(f"/customers/{customer.id}")
