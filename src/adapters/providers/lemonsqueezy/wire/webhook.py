"""Webhooks."""

from __future__ import annotations

from adapters.providers.lemonsqueezy.wire.values import OfStore


class Webhook(OfStore, kw_only=True):
    """A webhook. Its secret can be written but not read."""

    url: str
    events: list[str]
