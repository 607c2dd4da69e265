"""The demo's host application, when the service limits its calls."""

from __future__ import annotations

import httpx
import pytest

from portal_demo.host.api_errors import CallFailed
from portal_demo.host.portal_api import PortalApi


def portal_api(status: int) -> PortalApi:
    transport = httpx.MockTransport(lambda _: httpx.Response(status, json={"detail": "not now"}))
    return PortalApi(httpx.AsyncClient(transport=transport, base_url="https://portal.test"))


async def test_rate_limited_refresh_still_shows_the_page() -> None:
    await portal_api(429).refresh("ada")


async def test_other_failed_refresh_is_reported() -> None:
    with pytest.raises(CallFailed):
        await portal_api(503).refresh("ada")


async def test_other_rate_limited_call_is_reported() -> None:
    with pytest.raises(CallFailed):
        await portal_api(429).billing("ada")
