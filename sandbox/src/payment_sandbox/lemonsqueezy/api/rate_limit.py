"""So many calls a minute and no more."""

from __future__ import annotations

from collections.abc import Mapping

from payment_sandbox.lemonsqueezy.shop import Shop

CALLS_A_MINUTE = 300

_KIND, _ID = "rate-limits", "api"
_SECONDS = 60


def count(shop: Shop) -> tuple[bool, Mapping[str, str]]:
    """Whether this call may still be made, and the headers that say how many are left."""
    minute = int(shop.clock.now().timestamp()) // _SECONDS
    kept = shop.records.get(_KIND, _ID)
    calls = (kept["calls"] if kept is not None and kept["minute"] == minute else 0) + 1
    shop.records.put(_KIND, {"id": _ID, "minute": minute, "calls": calls})
    left = max(0, CALLS_A_MINUTE - calls)
    headers = {"X-Ratelimit-Limit": str(CALLS_A_MINUTE), "X-Ratelimit-Remaining": str(left)}
    return calls <= CALLS_A_MINUTE, headers
