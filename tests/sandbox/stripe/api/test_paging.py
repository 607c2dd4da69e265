"""Pagination of lists."""

from __future__ import annotations

from contextlib import closing

import pytest
import stripe
from hypothesis import given
from hypothesis import strategies as st

from payment_sandbox.records import Records
from payment_sandbox.storage import Storage
from payment_sandbox.stripe.api.paging import page_of_records, page_of_these
from payment_sandbox.stripe.api.parameters import Page
from sandbox.stripe.api.calling import ByHand
from sandbox.stripe.stage import Stage


@given(count=st.integers(0, 12), limit=st.integers(1, 5), odd_only=st.booleans())
def test_pages_contain_every_object_once_and_in_order(count: int, limit: int, *, odd_only: bool) -> None:
    with closing(Storage()) as storage:
        follow_the_pages(Records(storage, "stripe"), count, limit, odd_only=odd_only)


def follow_the_pages(records: Records, count: int, limit: int, *, odd_only: bool) -> None:
    for number in range(count):
        records.put("thing", {"id": f"t_{number}", "odd": number % 2 == 1})
    where = {"odd": True} if odd_only else {}
    expected = [each["id"] for each in records.newest("thing", where)]

    met: list[str] = []
    page = Page(limit=limit)
    while True:
        told = page_of_records(records, "thing", page, "/v1/things", where=where)
        met += [each["id"] for each in told["data"]]
        if not told["has_more"]:
            break
        page = Page(limit=limit, starting_after=met[-1])
    assert met == expected

    backwards: list[str] = expected[-1:]
    while backwards:
        told = page_of_records(
            records, "thing", Page(limit=limit, ending_before=backwards[0]), "/v1/things", where=where
        )
        backwards = [each["id"] for each in told["data"]] + backwards
        if not told["has_more"]:
            break
    assert backwards == expected


@given(count=st.integers(1, 12), limit=st.integers(1, 5), at=st.integers(0, 11))
def test_nested_list_is_paginated_alike(count: int, limit: int, at: int) -> None:
    every = [{"id": f"t_{number}"} for number in range(count)]
    here = every[at % count]["id"]
    index = at % count
    after = page_of_these(every, "thing", Page(limit=limit, starting_after=here), "/v1/things")
    assert after["data"] == every[index + 1 : index + 1 + limit]
    assert after["has_more"] is (index + 1 + limit < count)
    before = page_of_these(every, "thing", Page(limit=limit, ending_before=here), "/v1/things")
    assert before["data"] == every[max(0, index - limit) : index]
    assert before["has_more"] is (index - limit > 0)


async def test_official_client_pages_through_everything(client: stripe.StripeClient, stage: Stage) -> None:
    made = [(await client.v1.customers.create_async({"name": f"{number}"})).id for number in range(7)]
    page = await client.v1.customers.list_async({"limit": 3})
    assert [each.id async for each in page.auto_paging_iter()] == made[::-1]
    missed = await client.v1.customers.list_async({"limit": 3, "ending_before": made[1]})
    assert [each.id async for each in missed.auto_paging_iter()] == made[2:]


async def test_deleted_object_is_not_listed_but_remains_a_valid_cursor(client: stripe.StripeClient) -> None:
    first, second, third = [(await client.v1.customers.create_async({"name": "x"})).id for _ in range(3)]
    await client.v1.customers.delete_async(second)
    assert [each.id for each in (await client.v1.customers.list_async()).data] == [third, first]
    assert [each.id for each in (await client.v1.customers.list_async({"starting_after": second})).data] == [first]


async def test_both_cursors_at_once_are_refused(by_hand: ByHand) -> None:
    ids = [(await by_hand.ask("POST", "/v1/customers", form="name=x")).json()["id"] for _ in range(2)]
    status, _ = await by_hand.error("GET", f"/v1/customers?starting_after={ids[0]}&ending_before={ids[1]}")
    assert status == 400


@pytest.mark.parametrize("path", ["/v1/customers", "/v1/checkout/sessions", "/v1/webhook_endpoints"])
async def test_empty_list_is_returned_as_a_list(by_hand: ByHand, path: str) -> None:
    assert (await by_hand.ask("GET", path)).json() == {"object": "list", "data": [], "has_more": False, "url": path}
