"""Metrics endpoint."""

from __future__ import annotations

import httpx

from entrypoints.http.metrics import metrics_app
from integration.http.api import API_KEY, OPERATOR_KEY, Api, is_problem, token_of


async def test_operator_reads_counters_and_health(api: Api) -> None:
    assert (await api.call("POST", "/webhooks/alpha", content=b"forged")).status_code == 400
    response = await api.get("/metrics", credential=OPERATOR_KEY)
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    lines = response.text.splitlines()
    assert 'customer_portal_signatures_refused_total{provider="alpha"} 1.0' in lines
    assert "customer_portal_healthy 1.0" in lines


async def test_metrics_are_visible_only_to_operators(api: Api) -> None:
    for credential in (API_KEY, token_of()):
        is_problem(await api.get("/metrics", credential=credential), 403, "forbidden")
    is_problem(await api.get("/metrics", credential=None), 401, "unauthenticated")


async def test_separate_port_serves_only_metrics_and_needs_no_key() -> None:
    async def expose() -> bytes:
        return b"customer_portal_healthy 1.0\n"

    transport = httpx.ASGITransport(app=metrics_app(expose))  # type: ignore[arg-type]  # two names for the same protocol
    async with httpx.AsyncClient(transport=transport, base_url="http://metrics.test") as client:
        assert (await client.get("/metrics")).text == "customer_portal_healthy 1.0\n"
        assert (await client.get("/health/live")).status_code == 404
