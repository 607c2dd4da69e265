"""Where Lemon Squeezy delivers to."""

from __future__ import annotations

from adapters.providers.lemonsqueezy.wire.values import OfStore


class Webhook(OfStore, kw_only=True):
    """Its secret can be written and not read."""

    url: str
    events: list[str]
