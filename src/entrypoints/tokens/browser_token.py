"""Checking a browser's token (RFC 7519)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import jwt

from application.ports.clock import Clock
from domain.claim import CustomerId
from domain.errors import InvalidValue
from entrypoints.tokens.keys import Keys

MAX_LENGTH = 8 * 1024
NOT_BEFORE_LEEWAY = timedelta(seconds=60)
"""How far the host's clock may be ahead of ours when it says from when on a token counts."""


class InvalidToken(Exception):
    """Not a token of the host's, or not one of now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserTokens:
    """Reads whose a token is. `audience` and `issuer` are checked if they are set."""

    keys: Keys
    clock: Clock
    audience: str | None = None
    issuer: str | None = None

    async def customer_of(self, token: str) -> CustomerId:
        """
        Raises:
            InvalidToken
            KeysUnavailable
        """
        if len(token) > MAX_LENGTH:
            raise InvalidToken
        try:
            key_id = jwt.get_unverified_header(token).get("kid")
            key = await self.keys.find(key_id if isinstance(key_id, str) else None)
            if key is None:
                raise InvalidToken
            claims = jwt.decode(
                token,
                key.key,
                algorithms=[key.algorithm],
                audience=self.audience,
                issuer=self.issuer,
                options={
                    "require": ["exp", "sub"],
                    "verify_exp": False,  # by our own clock, below
                    "verify_nbf": False,
                    "verify_iat": False,
                    "verify_aud": self.audience is not None,
                    "verify_iss": self.issuer is not None,
                },
            )
            self._check_times(claims)
            return CustomerId(claims["sub"])
        except (jwt.PyJWTError, InvalidValue, ValueError, TypeError, RecursionError):
            raise InvalidToken from None

    def _check_times(self, claims: dict[str, Any]) -> None:
        now = self.clock.now()
        if _seconds(claims["exp"]) <= now.timestamp():
            raise InvalidToken
        if "nbf" in claims and _seconds(claims["nbf"]) > (now + NOT_BEFORE_LEEWAY).timestamp():
            raise InvalidToken


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise InvalidToken
    return float(value)
