"""Twice as many objects cost twice as much to read, however they were bought and whoever claims them.

A stranger can give a customer any number of objects, so no read may process all of them for each one.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus

import pytest

from billing_page.stage import staged
from billing_page.state import State
from examples import ADA
from growth.calls import counted_calls
from growth.customers import SHAPES, keep
from integration.http.api import OPERATOR_KEY, Api, fresh_api
from integration.http.billing_page.browser import Browser

FEW = 100
MOST = 2.3
"""How much more twice as many may cost. What is quadratic costs four times as much."""

ANSWERS = {HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.ACCEPTED, HTTPStatus.CONFLICT}
"""Nothing went wrong. A portal is refused with a conflict, which shows what the customer has."""

BILLING = f"/v1/customers/{ADA}"


async def billing(api: Api) -> int:
    return (await api.get(f"{BILLING}/billing")).status_code


async def customer(api: Api) -> int:
    return (await api.get(BILLING)).status_code


async def portal(api: Api) -> int:
    return (await api.open_portal()).status_code


async def portal_to_cancel(api: Api) -> int:
    return (await api.open_portal(body={"intent": "cancel"})).status_code


async def refresh(api: Api) -> int:
    return (await api.call("POST", f"{BILLING}/refresh")).status_code


async def unlinked(api: Api) -> int:
    return (await api.get("/v1/unlinked", credential=OPERATOR_KEY)).status_code


async def events_of_the_customer(api: Api) -> int:
    return (await api.get(f"/v1/events?customer_id={ADA}", credential=OPERATOR_KEY)).status_code


async def export(api: Api) -> int:
    await api.installation.use_cases().export_customer(ADA)
    return HTTPStatus.OK


READERS: Mapping[str, Callable[[Api], Awaitable[int]]] = {
    reader.__name__: reader
    for reader in (billing, customer, portal, portal_to_cancel, refresh, unlinked, events_of_the_customer, export)
}


async def costs(shape: str, count: int) -> Mapping[str, int]:
    """Return the cost of each read by its name."""
    found: dict[str, int] = {}
    api = fresh_api()
    try:
        await keep(api.installation.memory, SHAPES[shape](count))
        assert await billing(api) == HTTPStatus.OK
        for name, reader in READERS.items():
            with counted_calls() as calls:
                status = await reader(api)
            assert status in ANSWERS, name
            found[name] = calls.count
    finally:
        await api.close()
    return found


async def costs_of_the_page(shape: str, count: int) -> Mapping[str, int]:
    """Return the cost of each page by its path."""
    found: dict[str, int] = {}
    stage = await staged(State(claims=()))
    await keep(stage.installation.memory, SHAPES[shape](count))
    browser = Browser(stage=stage)
    try:
        await browser.enter()
        for path in ("/billing", "/billing/changes"):
            with counted_calls() as calls:
                response = await browser.get(path)
            assert response.status_code in ANSWERS, path
            found[path] = calls.count
    finally:
        await browser.client.aclose()
    return found


@pytest.mark.parametrize("cost_of", [costs, costs_of_the_page])
@pytest.mark.parametrize("shape", SHAPES)
async def test_twice_as_many_objects_cost_every_reader_twice_as_much(
    cost_of: Callable[[str, int], Awaitable[Mapping[str, int]]], shape: str
) -> None:
    few, many = await cost_of(shape, FEW), await cost_of(shape, 2 * FEW)
    grown = {name: many[name] / few[name] for name in few}
    assert {name: growth for name, growth in grown.items() if growth >= MOST} == {}
