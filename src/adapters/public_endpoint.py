"""Requests to this service's own public URL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx

from adapters.http import send

_LONGEST_ACKNOWLEDGEMENT = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpOwnAddress:
    http: httpx.AsyncClient = field(repr=False)

    async def deliver(self, address: str, headers: Mapping[str, str], body: bytes) -> int | None:
        try:
            request = self.http.build_request("POST", address, headers=dict(headers), content=body)
            return (await send(self.http, request, max_bytes=_LONGEST_ACKNOWLEDGEMENT)).status
        except (httpx.HTTPError, httpx.InvalidURL):
            return None
