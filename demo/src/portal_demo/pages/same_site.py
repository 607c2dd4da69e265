"""Other people's pages, open in the same browser, must neither press our buttons nor read what is here."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from litestar import Request
from litestar.config.allowed_hosts import AllowedHostsConfig
from litestar.connection import ASGIConnection
from litestar.exceptions import PermissionDeniedException
from litestar.handlers import BaseRouteHandler

_READING = frozenset({"GET", "HEAD"})


def own_names(address: str) -> AllowedHostsConfig:
    """Under which the demo answers: other names may lead here as well, and are somebody's trick."""
    return AllowedHostsConfig(allowed_hosts=[urlsplit(address).netloc, f"localhost:{urlsplit(address).port}"])


def only_from_our_own_pages(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Whatever changes something must come from a page under the same name."""
    if isinstance(connection, Request) and connection.method in _READING:
        return
    if connection.headers.get("origin") != f"http://{connection.headers.get('host')}":
        raise PermissionDeniedException("The form was not submitted from the demo's own pages.")
