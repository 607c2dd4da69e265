"""All pages, and what is shown instead of one that is refused."""

from __future__ import annotations

from http import HTTPStatus

from litestar import Router

from payment_sandbox.lemonsqueezy.hosted.billing import billing, sign_in
from payment_sandbox.lemonsqueezy.hosted.changes import changes
from payment_sandbox.lemonsqueezy.hosted.checkout import checkout
from payment_sandbox.lemonsqueezy.hosted.orders import orders
from payment_sandbox.lemonsqueezy.hosted.payments import payments
from payment_sandbox.lemonsqueezy.hosted.site import AnyRequest, NotSignedIn, Page, Refused, Site
from payment_sandbox.lemonsqueezy.refusal import Refusal
from payment_sandbox.lemonsqueezy.shop import Shop


def pages(shop: Shop) -> Router:
    """Of the storefront."""
    site = Site(shop)

    def refused(_: AnyRequest, why: Refused) -> Page:
        return site.show("refused.html", status=why.status, headline=why.headline, why=why.why)

    def impossible(_: AnyRequest, why: Refusal) -> Page:
        return site.show("refused.html", status=HTTPStatus.CONFLICT, headline="This isn't possible", why=why.detail)

    def not_signed_in(_: AnyRequest, __: NotSignedIn) -> Page:
        return sign_in(site)

    return Router(
        path="/",
        route_handlers=[*checkout(site), *billing(site), *changes(site), *payments(site), *orders(site)],
        exception_handlers={Refused: refused, Refusal: impossible, NotSignedIn: not_signed_in},
    )
