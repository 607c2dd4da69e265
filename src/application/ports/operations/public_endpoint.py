"""Reaching ourselves from outside, as a provider does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class PublicEndpoint(Protocol):
    """The public endpoint that providers send webhooks to."""

    async def deliver(self, address: str, headers: Mapping[str, str], body: bytes) -> int | None:
        """The status of the answer, None if there is none."""
        ...
