"""The payloads are consistent: objects that appear in several of them agree."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from fixtures.stripe.payloads import all_events, all_variants


def test_event_ids_are_unique() -> None:
    ids = [payload["id"] for shape, _, payload in all_events() if shape == "new"]
    assert len(set(ids)) == len(ids)


def test_object_belongs_to_one_customer_in_all_payloads() -> None:
    owners = defaultdict(set)
    for each in _objects():
        if isinstance(owner := each.get("customer"), str):
            owners[each["id"]].add(owner)
    assert {"sub_AdaPro", "in_AdaSecond", "ch_BobCourse", "sub_sched_Mary"} <= owners.keys()
    assert {id_: found for id_, found in owners.items() if len(found) > 1} == {}


def test_objects_of_one_payment_share_their_name() -> None:
    names = ("payment_intent", "latest_charge", "charge", "invoice")
    kinds = ("charge", "payment_intent", "checkout.session")
    for each in _objects():
        story = each["id"].removeprefix("cs_test_").rpartition("_")[2]
        named = [each[name] for name in names if isinstance(each.get(name), str)]
        if each["object"] in kinds and each.get("mode") != "subscription":
            assert {name.rpartition("_")[2] for name in named} <= {story}


def test_refunds_and_disputes_name_the_charge_of_their_payment_intent() -> None:
    found = [each for each in _objects() if each["object"] in ("refund", "dispute")]
    assert {each["object"] for each in found} == {"refund", "dispute"}
    for each in found:
        assert each["charge"].removeprefix("ch_") == each["payment_intent"].removeprefix("pi_")


def test_all_addresses_are_at_example_com() -> None:
    addresses = {value for _, value in _texts(list(_objects())) if "@" in value}
    assert addresses
    assert {address for address in addresses if not address.endswith("@example.com")} == set()


def test_host_customers_are_named_by_the_user_id_metadata() -> None:
    ids = {value for name, value in _texts(list(_objects())) if value.startswith("user_")}
    keys = {name for name, value in _texts(list(_objects())) if value.startswith("user_")}
    assert {"user_ada", "user_bob", "user_hana"} <= ids
    assert keys == {"user_id", "client_reference_id"}


def _objects() -> Iterator[dict[str, Any]]:
    for _, _, payload in all_events():
        yield from _objects_in(payload["data"]["object"])
    for _, payload in all_variants():
        yield from _objects_in(payload)


def _objects_in(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict) and {"id", "object"} <= value.keys():
        yield value
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _objects_in(inner)


def _texts(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, name)
