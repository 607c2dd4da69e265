"""The host's key set at an address (RFC 7517), fetched when it is needed and not more often than that."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import httpx
import msgspec

from application.ports.clock import Clock
from entrypoints.tokens.keys import KeysUnavailable
from entrypoints.tokens.signing_key import SigningKey, UnusableKey, from_jwk

REFETCH_AFTER = timedelta(seconds=1)
"""How long an unknown key id is believed to be unknown."""
STALE_AFTER = timedelta(hours=1)
"""How long a key that the host may have withdrawn is still believed."""

MAX_BYTES = 256 * 1024
_SECONDS = 5.0
_log = logging.getLogger(__name__)


class _KeySet(msgspec.Struct):
    keys: list[dict[str, object]]


@dataclass(slots=True, kw_only=True)
class FetchedKeys:
    """Fetches on the first token, on an unknown key id (at most once a second) and once an hour.

    While the address does not answer, the keys that are known go on being believed.
    """

    url: str
    client: httpx.AsyncClient
    clock: Clock
    _keys: dict[str | None, SigningKey] | None = None
    _tried_at: datetime | None = None
    _fetched_at: datetime | None = None
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def find(self, key_id: str | None) -> SigningKey | None:
        """
        Raises:
            KeysUnavailable
        """
        if self._is_stale() or self._known(key_id) is None:
            async with self._turn:
                if self._is_stale() or self._known(key_id) is None:
                    await self._refetch()
        if self._keys is None:
            raise KeysUnavailable
        return self._known(key_id)

    def _is_stale(self) -> bool:
        return self._fetched_at is None or self.clock.now() - self._fetched_at >= STALE_AFTER

    def _known(self, key_id: str | None) -> SigningKey | None:
        keys = self._keys or {}
        if key_id is None and len(keys) == 1:
            return next(iter(keys.values()))
        return keys.get(key_id)

    async def _refetch(self) -> None:
        now = self.clock.now()
        if self._tried_at is not None and now - self._tried_at < REFETCH_AFTER:
            return
        self._tried_at = now
        try:
            async with asyncio.timeout(_SECONDS):
                self._keys = _read(await self._fetch())
            self._fetched_at = now
        except (httpx.HTTPError, TimeoutError, msgspec.DecodeError, RecursionError) as error:
            _log.error("the key set could not be fetched", extra={"reason": type(error).__name__})

    async def _fetch(self) -> bytes:
        async with self.client.stream("GET", self.url, follow_redirects=False) as response:
            if response.status_code != httpx.codes.OK:
                raise httpx.HTTPError("not a key set")
            body = bytearray()
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > MAX_BYTES:
                    raise httpx.HTTPError("too large a key set")
            return bytes(body)


def _read(body: bytes) -> dict[str | None, SigningKey]:
    """The keys that can be used; a set may hold others, for other uses."""
    keys: dict[str | None, SigningKey] = {}
    for jwk in msgspec.json.decode(body, type=_KeySet).keys:
        key_id = jwk.get("kid")
        try:
            keys[key_id if isinstance(key_id, str) else None] = from_jwk(jwk)
        except UnusableKey:
            continue
    return keys
