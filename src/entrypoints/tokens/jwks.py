"""The host's key set at an address (RFC 7517), fetched when it is needed and not more often than that."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx
import msgspec

from application.ports.operations.clock import Clock
from entrypoints.tokens.keys import KeysUnavailable
from entrypoints.tokens.signing_key import PUBLIC_KEY_ALGORITHMS, SigningKey, UnusableKey, from_jwk

REFETCH_AFTER = timedelta(seconds=1)
"""How long after a fetch has ended an unknown key id is believed to be unknown."""
STALE_AFTER = timedelta(hours=1)
"""After how long the keys are fetched again, because the host may have withdrawn one."""

MAX_BYTES = 256 * 1024
_SECONDS = 5.0
_log = logging.getLogger(__name__)


class _KeySet(msgspec.Struct):
    keys: list[dict[str, object]]


@dataclass(slots=True, kw_only=True)
class JwksKeys:
    """Fetches on the first token, on an unknown key id and once an hour; at most once a second, one fetch at a time.

    A known key is used at once, even while the set is fetched again and when the address does not answer. Only a token
    that names an unknown key waits for a fetch, and all such tokens wait for the same one. The fetch is a task of its
    own: it goes on when those who wait for it give up.
    """

    url: str
    client: httpx.AsyncClient
    clock: Clock
    _keys: dict[str | None, SigningKey] | None = None
    _ended_at: datetime | None = None
    _fetched_at: datetime | None = None
    _fetch: asyncio.Task[None] | None = None

    @property
    def algorithms(self) -> tuple[str, ...]:
        return PUBLIC_KEY_ALGORITHMS

    async def find(self, key_id: str | None) -> SigningKey | None:
        """
        Raises:
            KeysUnavailable
        """
        known = self._known(key_id)
        if known is None or self._is_stale():
            fetch = self._running_fetch()
            if known is None and fetch is not None:
                await asyncio.shield(fetch)
                known = self._known(key_id)
        if self._keys is None:
            raise KeysUnavailable
        return known

    def _is_stale(self) -> bool:
        return self._fetched_at is None or self.clock.now() - self._fetched_at >= STALE_AFTER

    def _known(self, key_id: str | None) -> SigningKey | None:
        keys = self._keys or {}
        if key_id is None and len(keys) == 1:
            return next(iter(keys.values()))
        return keys.get(key_id)

    def _running_fetch(self) -> asyncio.Task[None] | None:
        """Return the fetch under way, or start one; None if the last one ended less than `REFETCH_AFTER` ago.

        Measured from its beginning, a fetch that times out would let the next one begin as soon as it has ended.
        """
        if self._fetch is None and (self._ended_at is None or self.clock.now() - self._ended_at >= REFETCH_AFTER):
            self._fetch = asyncio.create_task(self._refetch())
        return self._fetch

    async def _refetch(self) -> None:
        began_at = self.clock.now()
        try:
            async with asyncio.timeout(_SECONDS):
                self._keys = _read(await self._download())
            self._fetched_at = began_at
        except Exception as error:  # whatever the host publishes, the known keys stay in use
            _log.error("key set could not be fetched", extra={"reason": type(error).__name__})
        finally:
            self._ended_at = self.clock.now()
            self._fetch = None

    async def _download(self) -> bytes:
        async with self.client.stream("GET", self.url, follow_redirects=False) as response:
            if response.status_code != httpx.codes.OK:
                raise httpx.HTTPError("unexpected response instead of a key set")
            body = bytearray()
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > MAX_BYTES:
                    raise httpx.HTTPError("the key set is too large")
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
