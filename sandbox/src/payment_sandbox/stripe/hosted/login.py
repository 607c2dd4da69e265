"""The portal's login page: a link is sent to an e-mail address that a customer has."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from litestar import get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.hosted.checkout import EMAIL
from payment_sandbox.stripe.hosted.site import AnyRequest, Page, Site, form
from payment_sandbox.stripe.life import portal


def routes(site: Site) -> Sequence[HTTPRouteHandler]:
    @get("/portal/login/{name:str}")
    async def show(name: FromPath[str]) -> Page:
        configuration = _configuration(site.account, name)
        return _page(site) if configuration is not None else _none(site)

    @post("/portal/login/{name:str}", status_code=HTTPStatus.OK)
    async def send(request: AnyRequest, name: FromPath[str]) -> Page:
        email = (await form(request)).get("email", "")
        configuration = _configuration(site.account, name)
        if configuration is None:
            return _none(site)
        if not EMAIL.fullmatch(email):
            return _page(site, failure="Enter a valid e-mail address.")
        return _page(site, sent_to=email, link=_link(site.account, configuration, email))

    return show, send


def login_url(account: Account) -> str | None:
    """Of the default configuration, if it has such a page."""
    default = account.records.find("billing_portal.configuration", "is_default", value=True)
    url: str | None = default[0]["login_page"]["url"] if default else None
    return url


def _configuration(account: Account, name: str) -> Document | None:
    url = f"{account.address}/portal/login/{name}"
    known = account.records.find("billing_portal.configuration", "login_page.url", url)
    return next((each for each in known if each["active"] and each["login_page"]["enabled"]), None)


def _link(account: Account, configuration: Document, email: str) -> str:
    """What the mail would hold: a session of the newest customer with this address, if there is one."""
    known = account.records.find("customer", "email", email)
    if not known:
        return ""
    with account.records.together():
        session = portal.open_session(account, customer=known[-1]["id"], configuration=configuration["id"])
    return str(session["url"])


def _page(site: Site, *, failure: str = "", sent_to: str = "", link: str = "") -> Page:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if failure else HTTPStatus.OK
    return site.show("login.html", status=status, failure=failure, sent_to=sent_to, link=link)


def _none(site: Site) -> Page:
    return site.refuse("The login page is not available", "The company has not enabled it.")
