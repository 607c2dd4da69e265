"""What all pages need: the shop, the templates, and who is looking."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import Any, TypeAlias

from litestar import Request, Response
from litestar.datastructures import Cookie
from litestar.response import Redirect

from payment_sandbox.lemonsqueezy.hosted import session, words
from payment_sandbox.lemonsqueezy.resources import number
from payment_sandbox.lemonsqueezy.shop import Shop
from payment_sandbox.pages.rendering import Pages
from payment_sandbox.records import Document

AnyRequest: TypeAlias = Request[Any, Any, Any]
Page: TypeAlias = Response[str] | Redirect

_TEMPLATES = Path(__file__).parent / "templates"


class Refused(Exception):
    """A page that is not shown. `headline` and `why` are for whoever wanted to see it."""

    def __init__(self, status: HTTPStatus, headline: str, why: str) -> None:
        super().__init__(headline)
        self.status = status
        self.headline = headline
        self.why = why


class NotSignedIn(Exception):
    """It is not known who is looking."""


class Site:
    """The storefront."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.address = shop.links.address
        self._pages = Pages(_TEMPLATES, store="Sandbox", address=self.address, signed_in=False)

    def show(self, template: str, *, status: int = HTTPStatus.OK, **values: Any) -> Page:
        return self._pages.page(template, status=status, **values)

    def about(self, template: str, subscription: Document, *, failure: str = "", **values: Any) -> Page:
        """A page for its owner. `failure`: why what was filled in will not do."""
        status = HTTPStatus.UNPROCESSABLE_ENTITY if failure else HTTPStatus.OK
        shown = words.subscribed(self.shop, subscription)
        return self.show(template, status=status, signed_in=True, subscription=shown, failure=failure, **values)

    def done(self, word: str) -> Page:
        """Back to the front, which says that it was done."""
        return go(f"{self.address}/billing?done={word}")

    def entered(self, request: AnyRequest, path: str) -> Page | None:
        """Whoever comes by a signed address is signed in by it and sent on to the same page without it.

        Raises:
            Refused: the address is not one that was given out, or not any more.
        """
        if not session.is_signed(request):
            return None
        self.check(request, path)
        signed_in = session.cookie(self.shop, request.query_params["user"])
        return go(f"{self.address}{path}", signed_in)

    def check(self, request: AnyRequest, path: str) -> None:
        """
        Raises:
            Refused: the address is not one that was given out, or not any more.
        """
        if not session.admitted(self.shop, request, path):
            why = "Links expire after a few hours. Sign in by e-mail to get a new one."
            raise Refused(HTTPStatus.FORBIDDEN, "This link has expired", why)

    def visitor(self, request: AnyRequest) -> Document:
        """The customer who is signed in.

        Raises:
            NotSignedIn: nobody is.
        """
        found = session.visitor(self.shop, request.cookies)
        if found is None:
            raise NotSignedIn
        return found

    def own(self, request: AnyRequest, subscription_id: str) -> Document:
        """A subscription of whoever is signed in.

        Raises:
            NotSignedIn: nobody is.
            Refused: they have no such subscription.
        """
        where = {"attributes.customer_id": number(self.visitor(request)), "id": subscription_id}
        found = next(self.shop.records.newest("subscriptions", where), None)
        if found is None:
            raise Refused(HTTPStatus.NOT_FOUND, "Not found", "You don't have this subscription.")
        return found


def go(url: str, *cookies: Cookie) -> Page:
    """Somewhere else, by GET."""
    return Redirect(url, status_code=303, cookies=cookies)


async def form(request: AnyRequest) -> dict[str, str]:
    """What was filled in, without files."""
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
