"""The demo's host application, where the service limits how often it may be called."""

from __future__ import annotations

import httpx
import pytest

from entrypoints.demo.host.answer import CallFailed
from entrypoints.demo.host.portal_api import PortalApi


def portal_api(status: int) -> PortalApi:
    transport = httpx.MockTransport(lambda _: httpx.Response(status, json={"detail": "not now"}))
    return PortalApi(httpx.AsyncClient(transport=transport, base_url="https://portal.test"))


async def test_customer_who_comes_back_too_often_for_a_refresh_sees_their_page() -> None:
    await portal_api(429).refresh("ada")


async def test_other_refusal_of_a_refresh_is_reported() -> None:
    with pytest.raises(CallFailed):
        await portal_api(503).refresh("ada")


async def test_other_call_that_comes_too_often_is_reported() -> None:
    with pytest.raises(CallFailed):
        await portal_api(429).billing("ada")
