"""The project's own payloads: a complete one for each event, with and without the optional fields of `meta`."""

from __future__ import annotations

from adapters.providers.lemonsqueezy.event_table import READERS
from fixtures.lemonsqueezy.payloads import STORE_ID, all_events, event

TYPES = {
    "order": "orders",
    "subscription": "subscriptions",
    "subscription_payment": "subscription-invoices",
    "customer": "customers",
    "license_key": "license-keys",
    "affiliate": "affiliates",
    "dispute": "orders",
}
HAPPENS = {
    "order": ["created", "refunded"],
    "subscription": [
        *["created", "updated", "cancelled", "resumed", "expired", "paused", "unpaused"],
        "plan_changed",
    ],
    "subscription_payment": ["success", "failed", "recovered", "refunded"],
    "customer": ["updated"],
    "license_key": ["created", "updated"],
    "affiliate": ["activated"],
    "dispute": ["created", "resolved"],
}
EVENTS = {f"{what}_{happened}": TYPES[what] for what, words in HAPPENS.items() for happened in words}
"""Every event that can be chosen for a webhook, with the type of what it is about (Lemon Squeezy API, "Webhooks")."""

MAY_BE_MISSING = {"webhook_id", "test_mode"}


def test_every_event_has_a_payload_in_both_shapes() -> None:
    for shape in ("whole", "bare"):
        assert {name: told["data"]["type"] for each, name, told in all_events() if each == shape} == EVENTS
    assert set(READERS) <= set(EVENTS)


def test_shapes_differ_only_in_optional_fields() -> None:
    for name in EVENTS:
        whole, bare = event(name), event(name, "bare")
        assert whole["meta"].keys() - bare["meta"].keys() == MAY_BE_MISSING
        assert bare == {**whole, "meta": {k: v for k, v in whole["meta"].items() if k not in MAY_BE_MISSING}}


def test_each_payload_is_complete_and_belongs_to_the_test_store() -> None:
    for _, name, told in all_events():
        data = told["data"]
        assert told["meta"]["event_name"] == name
        assert {"type", "id", "attributes", "relationships", "links"} == data.keys()
        assert isinstance(data["id"], str)
        assert (str(data["attributes"]["store_id"]), data["attributes"]["test_mode"]) == (STORE_ID, True)
        assert {"created_at", "updated_at"} <= data["attributes"].keys()
