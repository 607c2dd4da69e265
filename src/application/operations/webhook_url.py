"""The URLs that providers send webhooks to."""

from __future__ import annotations

from domain.provider import ProviderName


def webhook_url(public_url: str, provider: ProviderName) -> str:
    return f"{public_url}/webhooks/{provider}"
