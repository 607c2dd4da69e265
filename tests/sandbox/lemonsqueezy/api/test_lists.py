"""Lists: pages, filters and included objects."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.lemonsqueezy.stage import ADDRESS, Stage


def ids(document: Any) -> list[str]:
    return [each["id"] for each in document["data"]]


def test_list_is_paginated_with_the_newest_first(stage: Stage) -> None:
    bought = [stage.buy(stage.variant("Lifetime"), email=f"{number}@example.com")["id"] for number in range(25)]
    first = stage.get("orders")
    assert ids(first) == bought[:14:-1]
    assert first["meta"]["page"] == {
        "currentPage": 1,
        "from": 1,
        "lastPage": 3,
        "perPage": 10,
        "to": 10,
        "total": 25,
    }
    assert set(first["links"]) == {"first", "last", "next"}
    last = stage.get("orders", {"page[number]": "3"})
    assert ids(last) == bought[4::-1]
    assert set(last["links"]) == {"first", "last", "prev"}
    beyond = stage.get("orders", {"page[number]": "4", "page[size]": "100"})
    assert (ids(beyond), beyond["meta"]["page"]["from"]) == ([], None)
    assert len(ids(stage.get("orders", {"page[size]": "100"}))) == 25


def test_page_links_keep_the_filters(stage: Stage) -> None:
    for number in range(3):
        stage.buy(stage.variant("Lifetime"), email=f"{number}@example.com")
    told = stage.get("orders", {"page[size]": "2", "filter[store_id]": "1001"})
    start = f"{ADDRESS}/lemonsqueezy/v1/orders?filter%5Bstore_id%5D=1001&page%5Bnumber%5D=2&page%5Bsize%5D=2"
    assert told["links"]["next"] == start


@pytest.mark.parametrize(
    "query",
    [
        {"page[size]": "101"},
        {"page[size]": "0"},
        {"page[number]": "-1"},
        {"page[number]": "one"},
        {"filter[customer_id]": "1"},
        {"include": "enemies"},
    ],
)
def test_unknown_list_parameter_is_refused(stage: Stage, query: dict[str, str]) -> None:
    told = stage.call("GET", "orders", query=query)
    assert told.status == 400
    assert told.document is not None
    assert "parameter" in told.document["errors"][0]["source"]


def test_lists_are_filtered(stage: Stage) -> None:
    ada, ben = stage.subscribe(), stage.subscribe(stage.variant("Basic"), email="ben@example.com")
    stage.patch(ben, cancelled=True)
    for query, found in (
        ({"filter[status]": "cancelled"}, [ben]),
        ({"filter[user_email]": "ada@example.com"}, [ada]),
        ({"filter[variant_id]": stage.variant("Basic")["id"]}, [ben]),
        ({"filter[order_id]": str(ada["attributes"]["order_id"]), "filter[store_id]": "1001"}, [ada]),
        ({"filter[store_id]": "1002"}, []),
        ({"filter[store_id]": "unheard-of"}, []),
    ):
        assert ids(stage.get("subscriptions", query)) == [each["id"] for each in found]
    assert len(ids(stage.get("subscription-invoices", {"filter[refunded]": "false"}))) == 2
    assert ids(stage.get("subscription-invoices", {"filter[refunded]": "1"})) == []
    assert len(ids(stage.get("prices", {"filter[variant_id]": stage.variant("Pro")["id"]}))) == 1


def test_related_objects_are_included_on_request(stage: Stage) -> None:
    subscription = stage.subscribe()
    stage.buy(stage.variant("Lifetime"))
    customer = subscription["attributes"]["customer_id"]
    told = stage.get(f"customers/{customer}", {"include": "orders,subscriptions"})
    assert sorted((each["type"], each["id"]) for each in told["included"]) == [
        ("orders", "1001"),
        ("orders", "1002"),
        ("subscriptions", "1001"),
    ]
    listed = stage.get("orders", {"include": "customer"})
    assert [each["type"] for each in listed["included"]] == ["customers"]
    assert "included" not in stage.get("orders")
