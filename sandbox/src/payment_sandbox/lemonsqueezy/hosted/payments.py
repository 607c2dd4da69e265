"""How a subscription is paid: with another card, or not at all for a while."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from litestar import get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from payment_sandbox.lemonsqueezy.cards import CARDS
from payment_sandbox.lemonsqueezy.hosted.site import AnyRequest, Page, Site, form
from payment_sandbox.lemonsqueezy.intervals import after
from payment_sandbox.lemonsqueezy.life.pausing import MODES, pause, unpause
from payment_sandbox.lemonsqueezy.life.payment_method import update_payment_method
from payment_sandbox.lemonsqueezy.refusal import CardDeclined
from payment_sandbox.records import Document

_MONTHS = {"1": 1, "3": 3, "0": None}
"""How long a pause can be chosen to be; None is without an end."""


def payments(site: Site) -> Sequence[HTTPRouteHandler]:
    """Below `/subscription/{id}`, and pauses below `/billing/{id}`."""
    shop = site.shop

    @get("/subscription/{id_:str}/payment-details")
    async def show_cards(request: AnyRequest, id_: FromPath[str]) -> Page:
        came = site.entered(request, f"/subscription/{id_}/payment-details")
        return came if came is not None else _cards(site, site.own(request, id_))

    @post("/subscription/{id_:str}/payment-details", status_code=HTTPStatus.OK)
    async def save_card(request: AnyRequest, id_: FromPath[str]) -> Page:
        subscription, card = site.own(request, id_), CARDS.get((await form(request)).get("card", ""))
        if card is None:
            return _cards(site, subscription, failure="Choose a card.")
        try:
            with shop.records.together():
                update_payment_method(shop, subscription, card)
        except CardDeclined:
            return _cards(site, subscription, failure="Your card was declined. Try another one.")
        return site.done("card")

    @get("/billing/{id_:str}/pause")
    async def ask_to_pause(request: AnyRequest, id_: FromPath[str]) -> Page:
        return site.about("pause.html", site.own(request, id_))

    @post("/billing/{id_:str}/pause", status_code=HTTPStatus.OK)
    async def pause_it(request: AnyRequest, id_: FromPath[str]) -> Page:
        subscription, filled_in = site.own(request, id_), await form(request)
        mode = next((each for each in MODES if each == filled_in.get("mode")), MODES[0])
        months, now = _MONTHS.get(filled_in.get("months", ""), 1), shop.clock.now()
        with shop.records.together():
            pause(shop, subscription, mode, after(now, "month", months, now.day) if months is not None else None)
        return site.done("paused")

    @post("/billing/{id_:str}/unpause", status_code=HTTPStatus.OK)
    async def unpause_it(request: AnyRequest, id_: FromPath[str]) -> Page:
        with shop.records.together():
            unpause(shop, site.own(request, id_))
        return site.done("unpaused")

    return show_cards, save_card, ask_to_pause, pause_it, unpause_it


def _cards(site: Site, subscription: Document, *, failure: str = "") -> Page:
    return site.about("payment_method.html", subscription, failure=failure, cards=list(CARDS.values()))
