"""docs/http-api.md states which caller reaches which route and where HEAD is allowed, and the service agrees."""

from __future__ import annotations

import re

import pytest

from integration.http.api import API_KEY, OPERATOR_KEY, Api
from integration.http.test_openapi import ROUTES, WRITTEN

TEXT = WRITTEN.read_text(encoding="utf-8")
PROTECTED = sorted((path, method) for path, method in ROUTES if path == "/metrics" or path.startswith("/v1/"))
PARAMETERS = {"customer_id": "ada", "provider": "alpha", "provider_customer_id": "account", "event_id": "alpha:1"}
PAGES = ["/billing", "/billing/enter", "/billing/changes", "/assets/none.css", "/schema/openapi.json"]


def reachable_prefixes(caller: str) -> tuple[str, ...]:
    """Return the paths in the row of a caller in the table of credentials."""
    [row] = re.findall(rf"^\| {re.escape(caller)} \|.*\| (.*) \|$", TEXT, re.MULTILINE)
    return tuple(re.findall(r"`(/[\w/]+)`", row))


def head_prefixes() -> tuple[str, ...]:
    [sentence] = re.findall(r"\*\*HEAD\.\*\* Under (.*?), `HEAD` returns", TEXT)
    return tuple(re.findall(r"`(/[\w/]+)`", sentence))


@pytest.mark.parametrize(
    ("caller", "key"),
    [("the host application's server", API_KEY), ("an operator", OPERATOR_KEY)],
    ids=["host", "operator"],
)
@pytest.mark.parametrize(("path", "method"), PROTECTED)
async def test_key_reaches_exactly_the_documented_routes(
    api: Api, caller: str, key: str, path: str, method: str
) -> None:
    response = await api.call(method, path.format(**PARAMETERS), credential=key)
    assert (response.status_code not in (401, 403)) == path.startswith(reachable_prefixes(caller))


@pytest.mark.parametrize("path", [*PAGES, *sorted({path for path, _ in ROUTES})])
async def test_head_is_allowed_exactly_where_documented(api: Api, path: str) -> None:
    url = path.format(**PARAMETERS)
    head, get = [await api.call(method, url, credential=OPERATOR_KEY) for method in ("HEAD", "GET")]
    assert (head.status_code, head.content) == (get.status_code if path.startswith(head_prefixes()) else 405, b"")


def test_documented_prefixes_are_found() -> None:
    assert reachable_prefixes("an operator") == ("/v1", "/metrics")
    assert head_prefixes() == ("/health/", "/billing", "/assets/")
