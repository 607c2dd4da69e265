"""The customer portal: its front page, and what can be done from there or by a deep link."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from http import HTTPStatus

from litestar import get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from payment_sandbox.stripe.hosted import home
from payment_sandbox.stripe.hosted.login import login_url
from payment_sandbox.stripe.hosted.site import AnyRequest, Page, Site, form, go
from payment_sandbox.stripe.hosted.tasks.table import TASKS
from payment_sandbox.stripe.hosted.tasks.task import Done, Errand, NotOffered
from payment_sandbox.stripe.hosted.visit import Visit, enter, finish
from payment_sandbox.stripe.refusal import Refusal


def routes(site: Site) -> Sequence[HTTPRouteHandler]:
    @get("/portal/session/{token:str}")
    async def front(request: AnyRequest, token: FromPath[str]) -> Page:
        return _front(site, token, request.query_params.get("done", ""))

    @get("/portal/session/{token:str}/{task:str}")
    async def show(request: AnyRequest, token: FromPath[str], task: FromPath[str]) -> Page:
        return _run(_errand(site, token, task, dict(request.query_params)), _shown)

    @post("/portal/session/{token:str}/{task:str}", status_code=HTTPStatus.OK)
    async def perform(request: AnyRequest, token: FromPath[str], task: FromPath[str]) -> Page:
        said = {**request.query_params, **await form(request)}
        return _run(_errand(site, token, task, said), _performed)

    return front, show, perform


def _front(site: Site, token: str, done: str) -> Page:
    visit = enter(site.account, token)
    if visit is None:
        return _expired(site)
    if visit.is_done:
        return _confirmation(site, visit)
    if visit.flow is not None:
        return go(_task_url(site, visit))
    return home.show(site, visit, done=done)


def _run(errand: Errand | Page, way: Callable[[Errand], Page]) -> Page:
    if not isinstance(errand, Errand):
        return errand
    try:
        return way(errand)
    except (NotOffered, Refusal) as refused:
        return _not_offered(errand.site, errand.visit, str(refused))


def _shown(errand: Errand) -> Page:
    return TASKS[errand.task].show(errand)


def _performed(errand: Errand) -> Page:
    with errand.account.records.together():
        outcome = TASKS[errand.task].perform(errand)
    return _completed(errand.site, errand.visit, outcome) if isinstance(outcome, Done) else outcome


def _errand(site: Site, token: str, task: str, said: dict[str, str]) -> Errand | Page:
    """Who wants to do what, or the page to be shown instead."""
    visit = enter(site.account, token)
    if visit is None:
        return _expired(site)
    subscription_id = said.get("subscription")
    if task not in TASKS or not visit.allows(task, subscription_id):
        return go(visit.url(site.account))
    subscription = site.account.find("subscription", subscription_id) if subscription_id else None
    if TASKS[task].needs_subscription and (subscription is None or subscription["customer"] != visit.customer["id"]):
        return go(visit.url(site.account))
    return Errand(site=site, visit=visit, task=task, subscription=subscription, said=said)


def _task_url(site: Site, visit: Visit) -> str:
    flow = visit.flow or {}
    task = flow.get(flow["type"]) or {}
    query = {"subscription": task["subscription"]} if "subscription" in task else {}
    if flow["type"] == "subscription_update_confirm":
        query["price"] = task["items"][0]["price"]
    return visit.url(site.account, flow["type"], **query)


def _completed(site: Site, visit: Visit, done: Done) -> Page:
    """Where a flow leads when it is through (Stripe API, `flow_data[after_completion]`)."""
    finish(site.account, visit)
    if visit.flow is not None and visit.flow["after_completion"]["type"] == "redirect":
        return go(visit.flow["after_completion"]["redirect"]["return_url"])
    return go(visit.url(site.account, done=done.word))


def _confirmation(site: Site, visit: Visit) -> Page:
    after = (visit.session["flow"] or {})["after_completion"]
    message = (after["hosted_confirmation"] or {}).get("custom_message")
    back = (after["redirect"] or {}).get("return_url") or visit.session["return_url"]
    return site.show("confirmation.html", back=back, message=message or "Your changes have been saved.")


def _expired(site: Site) -> Page:
    return site.refuse(
        "This link has expired",
        "Links to the customer portal expire after a short time. Go back and open it again to get a new one.",
        status=HTTPStatus.GONE,
        login=login_url(site.account),
    )


def _not_offered(site: Site, visit: Visit, why: str) -> Page:
    return site.refuse(
        "This isn't available here",
        why,
        status=HTTPStatus.CONFLICT,
        back=visit.session["return_url"],
        home=None if visit.flow else visit.url(site.account),
    )
