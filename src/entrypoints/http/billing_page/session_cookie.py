"""The session cookie of the page, and the form token that only pages of the session contain."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from litestar import Request
from litestar.datastructures import Cookie

from application.portal.billing_page_session import SessionExpired
from application.portal.redeem_login_link import SESSION_LIFETIME
from application.ports.storage.sessions import Session
from application.use_cases import UseCases
from domain.customer import CustomerId
from entrypoints.http.errors import CrossSiteRequest
from entrypoints.http.public_url import PublicAddress
from entrypoints.http.request import ApiRequest

_FORM = b"a form of the Billing page"
_SAME_ORIGIN = "same-origin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """`form_token`: proves of a form that it was made for this visit."""

    secret: str = field(repr=False)
    session: Session

    @property
    def customer_id(self) -> CustomerId:
        return self.session.customer_id

    @property
    def form_token(self) -> str:
        return hmac.new(self.secret.encode(), _FORM, hashlib.sha256).hexdigest()

    def sent(self, form_token: str) -> None:
        """
        Raises:
            CrossSiteRequest: the form was made for somebody else, or for an earlier visit.
        """
        if not hmac.compare_digest(self.form_token.encode(), form_token.encode("utf-8", "surrogatepass")):
            raise CrossSiteRequest


def shown_secret(request: Request[Any, Any, Any], address: PublicAddress) -> str | None:
    """Return the value of the browser's cookie, valid or not."""
    return request.cookies.get(_cookie_name(address)) or None


async def visitor(request: ApiRequest, address: PublicAddress, use_cases: UseCases) -> Visitor:
    """
    Raises:
        SessionExpired
    """
    secret = shown_secret(request, address)
    if secret is None:
        raise SessionExpired
    return Visitor(secret=secret, session=await use_cases.visit_billing(secret))


def cookie(secret: str, address: PublicAddress) -> Cookie:
    """Lax, so that it is there when somebody comes back from a provider. An empty one takes the last one away."""
    return Cookie(
        key=_cookie_name(address),
        value=secret,
        max_age=int(SESSION_LIFETIME.total_seconds()) if secret else 0,
        path="/",
        httponly=True,
        secure=address.secure,
        samesite="lax",
    )


def require_same_origin(request: ApiRequest, address: PublicAddress) -> None:
    """The browser's own word on where a form comes from: `Sec-Fetch-Site`, and where it gives none, `Origin`.

    Raises:
        CrossSiteRequest: also where the browser says nothing at all.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        ours = site == _SAME_ORIGIN
    else:
        origin = request.headers.get("origin", "")
        ours = origin == address.origin or (origin != "" and _host_of(origin) == request.headers.get("host"))
    if not ours:
        raise CrossSiteRequest


def _host_of(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc or None
    except ValueError:
        return None


def _cookie_name(address: PublicAddress) -> str:
    """Browsers let no other host and no unprotected page set a cookie whose name begins with `__Host-`."""
    return "__Host-billing" if address.secure else "billing"
