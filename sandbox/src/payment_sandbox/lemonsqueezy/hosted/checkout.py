"""The checkout: by a buy link, or made by the API."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

from litestar import get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from payment_sandbox.lemonsqueezy.cards import CARDS
from payment_sandbox.lemonsqueezy.hosted import words
from payment_sandbox.lemonsqueezy.hosted.site import AnyRequest, Page, Refused, Site, form, go
from payment_sandbox.lemonsqueezy.life.buying import Purchase, buy
from payment_sandbox.lemonsqueezy.life.period import price_of_variant
from payment_sandbox.lemonsqueezy.money import formatted
from payment_sandbox.lemonsqueezy.objects.checkout import custom_data
from payment_sandbox.lemonsqueezy.refusal import CardDeclined
from payment_sandbox.lemonsqueezy.timestamps import read
from payment_sandbox.records import Document

_CUSTOM = re.compile(r"checkout\[custom\]\[([^\[\]]{1,100})\]")
_EMAIL = re.compile(r"[^@\s]{1,100}@[^@\s]{1,150}")
_LONGEST_NAME = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class _Offered:
    """What the page offers, and what it knows of the buyer already."""

    variant: Document
    email: str = ""
    name: str = ""
    custom: Mapping[str, str] = field(default_factory=dict)
    quantity: int = 1
    cents: int | None = None
    skip_trial: bool = False
    redirect_url: str = ""


def checkout(site: Site) -> Sequence[HTTPRouteHandler]:
    """Below `/checkout`."""

    @get("/checkout/buy/{slug:str}")
    async def show_buy(request: AnyRequest, slug: FromPath[str]) -> Page:
        return _shown(site, _by_link(site, request, slug))

    @post("/checkout/buy/{slug:str}", status_code=HTTPStatus.OK)
    async def buy_by_link(request: AnyRequest, slug: FromPath[str]) -> Page:
        return _bought(site, _by_link(site, request, slug), await form(request))

    @get("/checkout/custom/{id_:str}")
    async def show_custom(request: AnyRequest, id_: FromPath[str]) -> Page:
        return _shown(site, _by_api(site, request, id_))

    @post("/checkout/custom/{id_:str}", status_code=HTTPStatus.OK)
    async def buy_custom(request: AnyRequest, id_: FromPath[str]) -> Page:
        return _bought(site, _by_api(site, request, id_), await form(request))

    @get("/checkout/thanks/{identifier:str}")
    async def thanks(request: AnyRequest, identifier: FromPath[str]) -> Page:
        site.check(request, f"/checkout/thanks/{identifier}")
        order = site.shop.resources.first("orders", "identifier", identifier)
        if order is None:
            raise _nothing_sold()
        told = site.shop.rendering(order)["attributes"]
        return site.show(
            "thanks.html",
            what=_named(told["first_order_item"]),
            amount=told["total_formatted"],
            email=told["user_email"],
            receipt=told["urls"]["receipt"],
        )

    return show_buy, buy_by_link, show_custom, buy_custom, thanks


def _by_link(site: Site, request: AnyRequest, slug: str) -> _Offered:
    """Anybody can write into such an address."""
    variant = site.shop.resources.first("variants", "slug", slug)
    if variant is None:
        raise _nothing_sold()
    query = request.query_params
    custom = {found[1]: value for name, value in query.items() if (found := _CUSTOM.fullmatch(name)) is not None}
    return _Offered(
        variant=variant,
        email=query.get("checkout[email]", ""),
        name=query.get("checkout[name]", ""),
        custom=custom,
    )


def _by_api(site: Site, request: AnyRequest, id_: str) -> _Offered:
    """What the API was told stays on this side."""
    site.check(request, f"/checkout/custom/{id_}")
    made = site.shop.resources.get("checkouts", id_)
    if made is None:
        raise _nothing_sold()
    told = made["attributes"]
    if told["expires_at"] is not None and read(told["expires_at"]) <= site.shop.clock.now():
        raise Refused(HTTPStatus.GONE, "This checkout has expired", "Go back and try again.")
    data = told["checkout_data"]
    quantities = [each["quantity"] for each in data["variant_quantities"] if each["variant_id"] == told["variant_id"]]
    return _Offered(
        variant=site.shop.resources.the("variants", told["variant_id"]),
        email=data["email"],
        name=data["name"],
        custom=custom_data(made),
        quantity=quantities[0] if quantities else 1,
        cents=told["custom_price"],
        skip_trial=bool(told["checkout_options"]["skip_trial"]),
        redirect_url=str(told["product_options"]["redirect_url"]),
    )


def _shown(site: Site, offered: _Offered, *, told: Mapping[str, str] | None = None, failure: str = "") -> Page:
    told = told or {"email": offered.email, "name": offered.name}
    price = price_of_variant(site.shop, offered.variant)
    unit = price["attributes"]["unit_price"] if offered.cents is None else offered.cents
    asked = {**price, "attributes": {**price["attributes"], "unit_price": unit}}
    product = site.shop.resources.the("products", offered.variant["attributes"]["product_id"])
    return site.show(
        "checkout.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if failure else HTTPStatus.OK,
        what=words.plan(product["attributes"]["name"], offered.variant["attributes"]["name"]),
        price=words.cost(asked, offered.quantity),
        total=formatted(unit * offered.quantity),
        trial=None if offered.skip_trial else words.trial(price),
        email=told.get("email", ""),
        name=told.get("name", ""),
        cards=list(CARDS.values()),
        failure=failure,
    )


def _bought(site: Site, offered: _Offered, told: Mapping[str, str]) -> Page:
    email, name, card = told.get("email", "").strip(), told.get("name", "").strip(), CARDS.get(told.get("card", ""))
    if not _EMAIL.fullmatch(email):
        return _shown(site, offered, told=told, failure="Enter a valid e-mail address.")
    if not name or len(name) > _LONGEST_NAME:
        return _shown(site, offered, told=told, failure="Enter the name on your card.")
    if card is None:
        return _shown(site, offered, told=told, failure="Choose a card.")
    purchase = Purchase(
        variant=offered.variant,
        name=name,
        email=email,
        card=card,
        quantity=offered.quantity,
        custom_data=offered.custom,
        cents=offered.cents,
        skip_trial=offered.skip_trial,
    )
    try:
        with site.shop.records.together():
            order = buy(site.shop, purchase)
    except CardDeclined:
        return _shown(site, offered, told=told, failure="Your card was declined. Try another one.")
    if offered.redirect_url.startswith(("https://", "http://")):
        return go(offered.redirect_url)
    identifier = order["attributes"]["identifier"]
    return go(site.shop.links.lasting(f"/checkout/thanks/{identifier}"))


def _named(item: Document) -> str:
    return words.plan(item["product_name"], item["variant_name"])


def _nothing_sold() -> Refused:
    return Refused(HTTPStatus.NOT_FOUND, "Not found", "There is nothing for sale at this address.")
