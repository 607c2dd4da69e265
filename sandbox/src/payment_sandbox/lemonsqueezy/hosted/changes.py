"""Another plan, the end of a subscription, and going on with it."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from litestar import get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from payment_sandbox.lemonsqueezy.hosted import words
from payment_sandbox.lemonsqueezy.hosted.plans import plans_for
from payment_sandbox.lemonsqueezy.hosted.site import AnyRequest, Page, Site, form
from payment_sandbox.lemonsqueezy.life.cancelling import cancel, resume
from payment_sandbox.lemonsqueezy.life.changing_plan import change_plan
from payment_sandbox.records import Document


def changes(site: Site) -> Sequence[HTTPRouteHandler]:
    """Below `/billing/{id}`."""
    shop = site.shop

    @get("/billing/{id_:str}/update")
    async def show_plans(request: AnyRequest, id_: FromPath[str]) -> Page:
        came = site.entered(request, f"/billing/{id_}/update")
        return came if came is not None else _plans(site, site.own(request, id_))

    @post("/billing/{id_:str}/update", status_code=HTTPStatus.OK)
    async def change(request: AnyRequest, id_: FromPath[str]) -> Page:
        subscription, chosen = site.own(request, id_), (await form(request)).get("variant_id", "")
        if chosen not in {each.id for each in plans_for(shop, subscription)}:
            return _plans(site, subscription, failure="Choose a plan.")
        with shop.records.together():
            change_plan(shop, subscription, shop.resources.the("variants", chosen), "at once")
        return site.done("plan")

    @get("/billing/{id_:str}/cancel")
    async def ask_to_cancel(request: AnyRequest, id_: FromPath[str]) -> Page:
        subscription = site.own(request, id_)
        return site.about("cancel.html", subscription, until=words.day(subscription["attributes"]["renews_at"]))

    @post("/billing/{id_:str}/cancel", status_code=HTTPStatus.OK)
    async def cancel_it(request: AnyRequest, id_: FromPath[str]) -> Page:
        with shop.records.together():
            cancel(shop, site.own(request, id_))
        return site.done("cancelled")

    @post("/billing/{id_:str}/resume", status_code=HTTPStatus.OK)
    async def resume_it(request: AnyRequest, id_: FromPath[str]) -> Page:
        with shop.records.together():
            resume(shop, site.own(request, id_))
        return site.done("resumed")

    return show_plans, change, ask_to_cancel, cancel_it, resume_it


def _plans(site: Site, subscription: Document, *, failure: str = "") -> Page:
    return site.about("change_plan.html", subscription, failure=failure, plans=plans_for(site.shop, subscription))
