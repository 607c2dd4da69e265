"""Letting callers in: API keys, operator keys and browser tokens."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.types import Guard

from entrypoints.http.caller import Caller, Role
from entrypoints.http.errors import Forbidden, Unauthenticated
from entrypoints.tokens.browser_token import BrowserTokens, InvalidToken

ALLOW_BROWSERS = "browsers_may"
"""The option of a route that browsers may call too."""

OPERATORS_ONLY = "operators_only"
"""The option of a route that nobody else may call."""


class Authentication:
    """Knows every credential that is good here. Keys are compared as digests, all of them, in constant time."""

    def __init__(self, *, api_keys: Iterable[str], operator_keys: Iterable[str], tokens: BrowserTokens | None) -> None:
        self._digests = [(_digest(key), Role.HOST) for key in api_keys]
        self._digests += [(_digest(key), Role.OPERATOR) for key in operator_keys]
        self._tokens = tokens

    async def caller(self, authorization: str | None) -> Caller:
        """Return the caller identified by this `Authorization` header.

        Raises:
            Unauthenticated
            KeysUnavailable
        """
        scheme, _, credential = (authorization or "").partition(" ")
        credential = credential.strip()
        if scheme.lower() != "bearer" or not credential:
            raise Unauthenticated
        role = self._role_of_key(credential)
        if role is not None:
            return Caller(role=role)
        if self._tokens is None:
            raise Unauthenticated
        try:
            return Caller(role=Role.BROWSER, customer_id=await self._tokens.customer_of(credential))
        except InvalidToken:
            raise Unauthenticated from None

    def _role_of_key(self, key: str) -> Role | None:
        presented, found = _digest(key), None
        for digest, role in self._digests:
            if hmac.compare_digest(presented, digest):
                found = role
        return found


def require_authentication(authentication: Authentication) -> Guard:
    """Stands before the body is read; a browser gets no further than the routes that are open to browsers."""

    async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
        caller = await authentication.caller(connection.headers.get("authorization"))
        if caller.role is Role.BROWSER and not handler.opt.get(ALLOW_BROWSERS):
            raise Forbidden
        if caller.role is not Role.OPERATOR and handler.opt.get(OPERATORS_ONLY):
            raise Forbidden
        connection.scope["auth"] = caller

    return guard


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()
