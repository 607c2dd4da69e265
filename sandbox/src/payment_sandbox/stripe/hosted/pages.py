"""All pages of the fake Stripe."""

from __future__ import annotations

from collections.abc import Sequence

from litestar.types import ControllerRouterHandler

from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.hosted import checkout, documents, login, portal
from payment_sandbox.stripe.hosted.site import Site


def routes(account: Account) -> Sequence[ControllerRouterHandler]:
    site = Site(account)
    return [*checkout.routes(site), *portal.routes(site), *login.routes(site), *documents.routes(site)]
