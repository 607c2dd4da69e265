"""All pages of the fake Stripe."""

from __future__ import annotations

from collections.abc import Sequence

from litestar.types import ControllerRouterHandler

from entrypoints.sandbox.stripe.account import Account
from entrypoints.sandbox.stripe.hosted import checkout, documents, login, portal
from entrypoints.sandbox.stripe.hosted.site import Site


def routes(account: Account) -> Sequence[ControllerRouterHandler]:
    site = Site(account)
    return [*checkout.routes(site), *portal.routes(site), *login.routes(site), *documents.routes(site)]
