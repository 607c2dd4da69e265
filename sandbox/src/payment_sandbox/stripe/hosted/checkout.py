"""The page on which somebody pays."""

from __future__ import annotations

import re
from collections.abc import Sequence
from http import HTTPStatus

from litestar import get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from payment_sandbox.records import Document
from payment_sandbox.stripe.hosted import words
from payment_sandbox.stripe.hosted.site import AnyRequest, Page, Site, form, go
from payment_sandbox.stripe.life import purchase
from payment_sandbox.stripe.life.cards import CARDS
from payment_sandbox.stripe.life.checkout import order_of
from payment_sandbox.stripe.life.wallet import CardDeclined
from payment_sandbox.stripe.refusal import Refusal

EMAIL = re.compile(r"[^@\s]{1,100}@[^@\s]{1,150}")
_PLACEHOLDER = "{CHECKOUT_SESSION_ID}"


def routes(site: Site) -> Sequence[HTTPRouteHandler]:
    @get("/checkout/{session_id:str}")
    async def show(session_id: FromPath[str]) -> Page:
        session = site.account.find("checkout.session", session_id)
        return _page(site, session)

    @post("/checkout/{session_id:str}", status_code=HTTPStatus.OK)
    async def pay(request: AnyRequest, session_id: FromPath[str]) -> Page:
        filled_in = await form(request)
        session = site.account.find("checkout.session", session_id)
        if session is None or session["status"] != "open":
            return _page(site, session)
        return _pay(site, session, filled_in)

    return show, pay


def _pay(site: Site, session: Document, filled_in: dict[str, str]) -> Page:
    email = _known_email(site, session) or filled_in.get("email", "")
    name, last4 = filled_in.get("name", ""), filled_in.get("card", "")
    if not EMAIL.fullmatch(email) or last4 not in CARDS:
        return _page(site, session, failure="Enter a valid e-mail address and choose a card.", **filled_in)
    with site.account.records.together():
        try:
            paid = purchase.complete(site.account, session["id"], email=email, name=name or None, last4=last4)
        except CardDeclined:
            paid = None
        except Refusal:
            return _page(site, None)
    if paid is None:
        session = site.account.get("checkout.session", session["id"])
        return _page(site, session, failure="Your card was declined. Try another card.", **filled_in)
    return go(paid["success_url"].replace(_PLACEHOLDER, paid["id"]))


def _page(site: Site, session: Document | None, *, failure: str = "", **filled_in: str) -> Page:
    if session is None or session["status"] == "expired":
        return site.refuse("This checkout has expired", "Go back and start again.")
    if session["status"] == "complete":
        return site.refuse("You have already paid", "There is nothing left to do.", status=HTTPStatus.OK)
    order = order_of(site.account, session["id"])
    trial = order["subscription_data"].get("trial_period_days")
    prices = [words.price(line["price"], line["quantity"]) for line in order["line_items"]]
    known = _known_email(site, session)
    return site.show(
        "checkout.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if failure else HTTPStatus.OK,
        back=session["cancel_url"],
        cards=CARDS.values(),
        chosen=filled_in.get("card", "4242"),
        email=known or filled_in.get("email") or session["customer_email"] or "",
        email_is_known=known is not None,
        failure=failure,
        name=filled_in.get("name", ""),
        names=[line["description"] for line in order["line_items"]],
        price=" and ".join(prices),
        subscribes=session["mode"] == "subscription",
        total=words.amount(session["amount_total"], session["currency"]),
        trial=trial,
    )


def _known_email(site: Site, session: Document) -> str | None:
    customer = site.account.find("customer", session["customer"]) if session["customer"] else None
    return customer.get("email") if customer else None
