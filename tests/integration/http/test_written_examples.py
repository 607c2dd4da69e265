"""Every example that is written down for clients is one that the OpenAPI document allows."""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema_rs
import pytest

from integration.http.api import Api
from integration.http.test_openapi import WRITTEN, document

BLOCKS = re.findall(r"^```json\n(.*?)^```", WRITTEN.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
INLINE = re.findall(r"`(\{\"[^`]*\})`", WRITTEN.read_text(encoding="utf-8"))
SHAPES = {
    frozenset({"id", "email", "name", "home_provider", "home_reason", "accounts"}): "Customer",
    frozenset({"customer_id", "home_provider", "access", "subscriptions", "purchases", "intents"}): "Billing",
    frozenset(
        {"url", "provider", "kind", "intent", "effective_intent", "returns", "expires_at", "degraded"}
    ): "PortalSession",
    frozenset({"amount", "currency"}): "Money",
    frozenset({"provider"}): "PinHomeProvider",
    frozenset({"key", "value"}): "CheckoutReference",
    frozenset({"requested"}): "RefreshRequested",
    frozenset({"received"}): "Received",
}
LISTS = {"attempts": "Events", "lost_claim": "UnlinkedThings", "anomaly": "Anomalies"}
"""By what only the entries of that list have."""
AT_LEMONSQUEEZY = {
    "provider": "lemonsqueezy",
    "id": "17",
    "provider_customer_id": "9",
    "status": "paid",
    "raw_status": "paid",
    "product_id": "9",
    "product_name": "Lifetime",
    "paid": {"amount": 9900, "currency": "USD"},
    "refunded": {"amount": 0, "currency": "USD"},
    "purchased_at": "2025-03-01T09:00:00Z",
    "access": {"granted": True, "until": None, "reason": "purchase_paid"},
    "can_change_plan": False,
    "as_of": "2025-03-01T09:00:01Z",
}


def shape(example: dict[str, Any]) -> str:
    if example.keys() == {"data", "next_cursor"}:
        [name] = [name for member, name in LISTS.items() if member in example["data"][0]]
        return name
    return SHAPES[frozenset(example)]


async def valid(api: Api, name: str, example: Any) -> None:
    described = await document(api)
    schema = {"$ref": f"#/components/schemas/{name}", "components": described["components"]}
    jsonschema_rs.validator_for(schema, validate_formats=True).validate(example)


def objects(text: str) -> bool:
    return ":" in text


@pytest.mark.parametrize("text", [*BLOCKS, *filter(objects, INLINE)])
async def test_an_example_is_as_the_document_says(api: Api, text: str) -> None:
    example = json.loads(text)
    await valid(api, shape(example), example)


def test_every_kind_of_example_was_found() -> None:
    kinds = {shape(json.loads(text)) for text in [*BLOCKS, *filter(objects, INLINE)]}
    assert kinds == {*SHAPES.values(), *LISTS.values()}


async def test_what_was_bought_at_lemon_squeezy_is_as_the_document_says(api: Api) -> None:
    await valid(api, "Purchase", AT_LEMONSQUEEZY)


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("Purchase", {**AT_LEMONSQUEEZY, "status": "stolen"}),
        ("Purchase", {**AT_LEMONSQUEEZY, "purchased_at": "yesterday"}),
        ("Money", {"amount": 19.5, "currency": "USD"}),
        ("PinHomeProvider", {"provider": "stripe", "for": "ever"}),
    ],
)
async def test_an_example_that_is_wrong_would_be_noticed(api: Api, name: str, broken: Any) -> None:
    with pytest.raises(jsonschema_rs.ValidationError):
        await valid(api, name, broken)
