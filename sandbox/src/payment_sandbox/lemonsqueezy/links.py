"""The signed addresses of the hosted pages. Whoever holds one is let in, until it expires."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from payment_sandbox.clock import SandboxClock
from payment_sandbox.records import Records

VALID_FOR = timedelta(hours=6)

_KIND, _ID = "signing-keys", "links"


@dataclass(frozen=True, slots=True)
class Links:
    """`address`: of the store, without a slash at the end."""

    address: str
    records: Records
    clock: SandboxClock

    def make_key(self, key: str) -> None:
        """What they are signed with from now on, unless there is something already."""
        if self.records.get(_KIND, _ID) is None:
            self.records.put(_KIND, {"id": _ID, "key": key})

    def expiring(self, path: str, **query: str) -> str:
        """Made anew at each fetch: it tells until when it is good."""
        expires = int((self.clock.now() + VALID_FOR).timestamp())
        return self._signed(path, {"expires": str(expires), **query})

    def lasting(self, path: str) -> str:
        return self._signed(path, {})

    def admits(self, path: str, query: Sequence[tuple[str, str]]) -> bool:
        """Whether this address was given out like this and is still good."""
        told = dict(query)
        signature = told.pop("signature", "")
        genuine = hmac.compare_digest(signature.encode(), self._signature(path, told).encode())
        # What is said twice might be read one way here and another way elsewhere.
        genuine &= len(told) + 1 == len(query)
        expires = told.get("expires")
        return genuine and (expires is None or self.clock.now().timestamp() < int(expires))

    def signature(self, text: str) -> str:
        kept = self.records.get(_KIND, _ID) or {}
        return hmac.digest(kept["key"].encode(), text.encode(), "sha256").hex()

    def _signed(self, path: str, query: Mapping[str, str]) -> str:
        signed = {**query, "signature": self._signature(path, query)}
        return f"{self.address}{path}?{urlencode(signed)}"

    def _signature(self, path: str, query: Mapping[str, str]) -> str:
        return self.signature(f"{path}?{urlencode(sorted(query.items()))}")
