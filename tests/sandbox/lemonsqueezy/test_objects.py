"""Objects of the API have the structure of real ones."""

from __future__ import annotations

import pytest

from fixtures.lemonsqueezy.payloads import event, variant
from sandbox.lemonsqueezy.everything import happens
from sandbox.lemonsqueezy.shapes import differences
from sandbox.lemonsqueezy.stage import Stage

KNOWN = {
    "stores": variant("stores.own"),
    "customers": variant("customers.subscriber"),
    "prices": variant("prices.pro_monthly"),
    "orders": event("order_created")["data"],
    "subscriptions": variant("subscriptions.active"),
    "subscription-invoices": variant("subscription-invoices.paid"),
}


@pytest.mark.parametrize("type_", KNOWN)
def test_object_has_the_structure_of_a_real_one(stage: Stage, type_: str) -> None:
    happens(stage)
    told = stage.get(type_, {"page[size]": "100"})["data"]
    assert told
    for each in told:
        assert differences(KNOWN[type_], each) == [], each["id"]


def test_every_object_can_be_fetched_with_its_relationships(stage: Stage) -> None:
    happens(stage)
    types = [*KNOWN, "products", "variants", "order-items", "subscription-items", "webhooks"]
    for type_ in types:
        told = stage.get(type_)["data"][0]
        assert stage.get(f"{type_}/{told['id']}")["data"]["attributes"].keys() == told["attributes"].keys()
        for name, relation in told["relationships"].items():
            path = relation["links"]["related"].partition("/v1/")[2]
            assert path == f"{type_}/{told['id']}/{name}"
            belongings = stage.get(path)["data"]
            identified = stage.get(relation["links"]["self"].partition("/v1/")[2])["data"]
            assert [identity(each) for each in listed(belongings)] == [identity(each) for each in listed(identified)][
                :10
            ]


def listed(data: object) -> list[dict[str, str]]:
    return data if isinstance(data, list) else [data] if isinstance(data, dict) else []


def identity(each: dict[str, str]) -> tuple[str, str]:
    return each["type"], each["id"]
