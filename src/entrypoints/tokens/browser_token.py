"""Checking a browser's token (RFC 7519)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import jwt

from application.ports.operations.clock import Clock
from domain.customer import CustomerId
from domain.errors import InvalidValue
from entrypoints.tokens.keys import Keys
from entrypoints.tokens.signing_key import SigningKey

MAX_LENGTH = 8 * 1024
NOT_BEFORE_LEEWAY = timedelta(seconds=60)
"""How far the host's clock may be ahead of ours when it says from when on a token counts."""

LATEST_TIME = 253_402_300_799
"""The end of the year 9999, in Unix seconds. A later time is a mistake: milliseconds for seconds, or an attempt to
overflow whatever computes with it."""


class InvalidToken(Exception):
    """Not a token of the host's, or not one of now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserTokens:
    """Reads whose a token is. `audience` and `issuer` are checked if they are set.

    Everything that can be checked without a key is checked before the key is looked for, so that only a token that may
    be good can cause a fetch of the host's key set or wait for one.
    """

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
            header = self._check(token, None)["header"]
            if header.get("alg") not in self.keys.algorithms:
                raise InvalidToken
            key_id = header.get("kid")
            key = await self.keys.find(key_id if isinstance(key_id, str) else None)
            if key is None:
                raise InvalidToken
            return CustomerId(self._check(token, key)["payload"]["sub"])
        except (jwt.PyJWTError, InvalidValue, ValueError, TypeError, RecursionError):
            raise InvalidToken from None

    def _check(self, token: str, key: SigningKey | None) -> dict[str, Any]:
        """Decode the token and check its claims; check its signature only if there is a key."""
        decoded = jwt.decode_complete(
            token,
            key.key if key is not None else "",
            algorithms=[key.algorithm] if key is not None else None,
            audience=self.audience,
            issuer=self.issuer,
            options={
                "verify_signature": key is not None,
                "require": ["exp", "sub"],
                "verify_exp": False,  # by our own clock, below
                "verify_nbf": False,
                "verify_iat": False,
                "verify_sub": True,
                "verify_aud": self.audience is not None,
                "verify_iss": self.issuer is not None,
            },
        )
        self._check_times(decoded["payload"])
        CustomerId(decoded["payload"]["sub"])
        return decoded

    def _check_times(self, claims: Mapping[str, object]) -> None:
        now = self.clock.now()
        if _seconds(claims["exp"]) <= now.timestamp():
            raise InvalidToken
        if "nbf" in claims and _seconds(claims["nbf"]) > (now + NOT_BEFORE_LEEWAY).timestamp():
            raise InvalidToken


def _seconds(value: object) -> float:
    """Compares before it converts: a number of hundreds of digits is read as an integer and fits no float."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= LATEST_TIME:
        raise InvalidToken
    return float(value)
