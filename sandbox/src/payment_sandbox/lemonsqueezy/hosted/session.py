"""Who is looking at a page: whoever came by a signed address, for as long as the cookie lasts that it left."""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from typing import Any

from litestar import Request
from litestar.datastructures import Cookie

from payment_sandbox.lemonsqueezy.links import VALID_FOR
from payment_sandbox.lemonsqueezy.shop import Shop
from payment_sandbox.records import Document

COOKIE = "lemonsqueezy_session"
_VALUE = re.compile(r"([0-9]{1,18})\.([0-9]{1,11})\.([0-9a-f]{64})", re.ASCII)


def is_signed(request: Request[Any, Any, Any]) -> bool:
    """Whether its address claims to be one that was given out."""
    return "signature" in request.query_params


def admitted(shop: Shop, request: Request[Any, Any, Any], path: str) -> bool:
    """Whether it was, and is still good."""
    return shop.links.admits(path, list(request.query_params.multi_items()))


def cookie(shop: Shop, customer_id: str) -> Cookie:
    """Signs somebody in."""
    until = f"{customer_id}.{int((shop.clock.now() + VALID_FOR).timestamp())}"
    return _cookie(f"{until}.{shop.links.signature(until)}")


def no_cookie() -> Cookie:
    """Signs out."""
    return _cookie("")


def visitor(shop: Shop, cookies: Mapping[str, str]) -> Document | None:
    """The customer who is signed in, if anybody is."""
    found = _VALUE.fullmatch(cookies.get(COOKIE, ""))
    if found is None:
        return None
    customer_id, until, signature = found.groups()
    genuine = hmac.compare_digest(signature, shop.links.signature(f"{customer_id}.{until}"))
    if not genuine or int(until) <= shop.clock.now().timestamp():
        return None
    return shop.resources.get("customers", customer_id)


def _cookie(value: str) -> Cookie:
    return Cookie(key=COOKIE, value=value, httponly=True, samesite="lax", path="/")
