"""The settings of the connection to Lemon Squeezy."""

from __future__ import annotations

import re

from entrypoints.settings.environment import Environment
from entrypoints.settings.model import LemonSqueezySettings

_STORE_ID = re.compile(r"[0-9]{1,18}", re.ASCII)
_NEEDED = ("LEMONSQUEEZY_API_KEY", "LEMONSQUEEZY_WEBHOOK_SECRETS", "LEMONSQUEEZY_STORE_ID")


def lemonsqueezy_settings(env: Environment) -> LemonSqueezySettings | None:
    """None where Lemon Squeezy is not configured at all. Its keys do not tell their mode."""
    key, secrets, store_id = env.text(_NEEDED[0]), env.texts(_NEEDED[1]), env.text(_NEEDED[2])
    api_base = env.url("LEMONSQUEEZY_API_BASE", private=True)
    store_url = env.url("LEMONSQUEEZY_STORE_URL", private=True)
    trust_custom_data = env.flag("LEMONSQUEEZY_TRUST_CUSTOM_DATA")
    given = dict(zip(_NEEDED, (key, secrets, store_id), strict=True))
    present = [name for name, value in given.items() if value]
    if not present:
        return None
    for name in _NEEDED:
        if name not in present:
            env.reject(name, f"is required with {present[0]}")
    if store_id is not None and not _STORE_ID.fullmatch(store_id):
        env.reject("LEMONSQUEEZY_STORE_ID", "must be the store's number")
    return LemonSqueezySettings(
        api_key=key or "",
        webhook_secrets=secrets,
        store_id=store_id or "",
        api_base=api_base.url.rstrip("/") if api_base else None,
        store_url=store_url.url if store_url else None,
        trust_custom_data=trust_custom_data,
    )
