"""Under which address browsers reach this service."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from litestar.connection import ASGIConnection

from entrypoints.http.errors import PublicUrlRequired
from entrypoints.urls import HttpUrl, InvalidAddress, parse_http_url


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicAddress:
    """`url`: without a slash at the end."""

    url: str
    origin: str
    secure: bool

    @property
    def path(self) -> str:
        """The path prefix of all our paths if the service is not at the root of its host."""
        return urlsplit(self.url).path


def public_address(public_url: str | None, connection: ASGIConnection[Any, Any, Any, Any]) -> PublicAddress:
    """PUBLIC_URL; without one, the address the request came to, where nobody on the way can listen.

    Behind a proxy that ends TLS a request seems to come by plain http, from wherever the proxy says: nothing that lets
    people in is made of that.

    Raises:
        PublicUrlRequired
    """
    try:
        address = parse_http_url(public_url or _asked_for(connection))
    except InvalidAddress:
        raise PublicUrlRequired from None
    if not address.is_private:
        raise PublicUrlRequired
    return _of(address)


def _asked_for(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    return f"{connection.scope['scheme']}://{connection.headers.get('host', '')}"


def _of(address: HttpUrl) -> PublicAddress:
    return PublicAddress(url=address.url, origin=address.origin, secure=address.scheme == "https")
