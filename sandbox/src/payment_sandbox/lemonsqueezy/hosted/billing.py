"""The portal's front: signing in, subscriptions and past payments, and the buyer's own details."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus

from litestar import get, post
from litestar.handlers import HTTPRouteHandler

from payment_sandbox.lemonsqueezy.hosted import session, words
from payment_sandbox.lemonsqueezy.hosted.site import AnyRequest, Page, Site, form, go
from payment_sandbox.lemonsqueezy.life import customers
from payment_sandbox.lemonsqueezy.objects.customer import COUNTRIES
from payment_sandbox.lemonsqueezy.refusal import Refusal
from payment_sandbox.lemonsqueezy.resources import number
from payment_sandbox.lemonsqueezy.shop import Shop
from payment_sandbox.records import Document

DONE: Mapping[str, str] = {
    "plan": "Your plan was changed.",
    "cancelled": "Your subscription was cancelled.",
    "resumed": "Your subscription continues.",
    "paused": "Your subscription is paused.",
    "unpaused": "Payments resume.",
    "card": "Your payment method was updated.",
}
"""What was just done, by a word in the address."""

_EMAIL = re.compile(r"[^@\s]{1,100}@[^@\s]{1,150}")
_LONGEST = 250
_FIELDS = ("name", "email", "city", "country")


def billing(site: Site) -> Sequence[HTTPRouteHandler]:
    """Below `/billing`."""

    @get("/billing")
    async def front(request: AnyRequest) -> Page:
        came = site.entered(request, "/billing")
        return came if came is not None else _front(site, site.visitor(request), request.query_params.get("done", ""))

    @post("/billing", status_code=HTTPStatus.OK)
    async def send_link(request: AnyRequest) -> Page:
        return _sent(site, (await form(request)).get("email", "").strip())

    @post("/billing/sign-out", status_code=HTTPStatus.SEE_OTHER)
    async def sign_out() -> Page:
        return go(f"{site.address}/billing", session.no_cookie())

    @get("/billing/details")
    async def show_details(request: AnyRequest) -> Page:
        return _details(site, site.visitor(request)["attributes"])

    @post("/billing/details", status_code=HTTPStatus.OK)
    async def save_details(request: AnyRequest) -> Page:
        return _saved(site, site.visitor(request), await form(request))

    return front, send_link, sign_out, show_details, save_details


def sign_in(site: Site, *, status: int = HTTPStatus.OK, failure: str = "", sent_to: str = "", link: str = "") -> Page:
    """Every store has such a page (Lemon Squeezy documentation, "Customer Portal")."""
    return site.show("sign_in.html", status=status, failure=failure, sent_to=sent_to, link=link)


def _front(site: Site, customer: Document, done: str) -> Page:
    shop = site.shop
    subscriptions = shop.resources.newest("subscriptions", "customer_id", number(customer))
    invoices = shop.resources.newest("subscription-invoices", "customer_id", number(customer))
    return site.show(
        "billing.html",
        signed_in=True,
        email=customer["attributes"]["email"],
        notice=DONE.get(done),
        subscriptions=[words.subscribed(shop, each) for each in subscriptions],
        payments=[_payment(shop, each) for each in invoices],
    )


def _payment(shop: Shop, invoice: Document) -> dict[str, str | None]:
    told = shop.rendering(invoice)["attributes"]
    return {
        "day": words.day(told["created_at"]),
        "plan": words.plan(**invoice["private"]["of_plan"]),
        "status": told["status_formatted"],
        "amount": told["total_formatted"],
        "url": told["urls"]["invoice_url"],
    }


def _sent(site: Site, email: str) -> Page:
    """It says the same whether the address is known. The mail itself is shown here, as the sandbox sends none."""
    if not _EMAIL.fullmatch(email):
        return sign_in(site, status=HTTPStatus.UNPROCESSABLE_ENTITY, failure="Enter a valid e-mail address.")
    customer = customers.known(site.shop, email)
    link = site.shop.links.expiring("/billing", user=customer["id"]) if customer is not None else ""
    return sign_in(site, sent_to=email, link=link)


def _details(site: Site, told: Mapping[str, str | None], *, notice: str = "", failure: str = "") -> Page:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if failure else HTTPStatus.OK
    return site.show(
        "details.html",
        status=status,
        signed_in=True,
        customer=told,
        countries=COUNTRIES,
        notice=notice,
        failure=failure,
    )


def _saved(site: Site, customer: Document, filled_in: Mapping[str, str]) -> Page:
    told: dict[str, str | None] = {name: filled_in.get(name, "").strip()[:_LONGEST] for name in _FIELDS}
    if not told["name"] or not _EMAIL.fullmatch(told["email"] or ""):
        return _details(site, told, failure="Enter a name and a valid e-mail address.")
    if told["country"] not in COUNTRIES:
        told["country"] = None
    told["city"] = told["city"] or None
    try:
        with site.shop.records.together():
            customers.update(site.shop, customer, told)
    except Refusal:
        return _details(site, told, failure="This e-mail address is already in use.")
    return _details(site, told, notice="Your details were saved.")
