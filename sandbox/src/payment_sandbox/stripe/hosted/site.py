"""What all pages need: the account, the templates, and what was filled in."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import Any, TypeAlias

from litestar import Request, Response
from litestar.response import Redirect

from payment_sandbox.pages.rendering import Pages
from payment_sandbox.stripe.account import Account

AnyRequest: TypeAlias = Request[Any, Any, Any]
Page: TypeAlias = Response[str] | Redirect

_TEMPLATES = Path(__file__).parent / "templates"
_LONGEST = 250


class Site:
    """The pages of one account."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self._pages = Pages(_TEMPLATES, company="Example Software", address=account.address, back=None, home=None)

    def show(self, template: str, *, status: int = HTTPStatus.OK, **values: Any) -> Page:
        return self._pages.page(template, status=status, **values)

    def refuse(self, headline: str, why: str, *, status: int = HTTPStatus.NOT_FOUND, **values: Any) -> Page:
        """There is nothing to see, or not any more."""
        return self.show("refused.html", status=status, headline=headline, why=why, **values)


def go(url: str) -> Page:
    """Somewhere else, by GET."""
    return Redirect(url, status_code=303)


async def form(request: AnyRequest) -> dict[str, str]:
    """What was filled in, without files and without spaces around it."""
    filled_in = await request.form()
    return {name: value.strip()[:_LONGEST] for name, value in filled_in.items() if isinstance(value, str)}
