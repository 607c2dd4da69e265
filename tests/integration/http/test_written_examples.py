"""Every written example for clients is valid according to the OpenAPI document."""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema_rs
import pytest

from integration.http.api import Api
from integration.http.test_openapi import WRITTEN, document
from integration.http.written import EXAMPLES, PURCHASE

BLOCKS = re.findall(r"^```json\n(.*?)^```", WRITTEN.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
INLINE = re.findall(r"`(\{\"[^`]*\})`", WRITTEN.read_text(encoding="utf-8"))
PORTAL_SESSION = frozenset(
    {"url", "provider", "kind", "intent", "effective_intent", "returns", "expires_at", "degraded"}
)
SHAPES = {
    frozenset({"id", "email", "name", "home_provider", "home_reason", "accounts"}): "Customer",
    frozenset({"customer_id", "home_provider", "access", "subscriptions", "purchases", "more", "intents"}): "Billing",
    PORTAL_SESSION: "PortalSession",
    PORTAL_SESSION | {"alternatives"}: "PortalSession",
    frozenset({"url", "expires_at"}): "BillingSession",
    frozenset({"return_url"}): "CreateBillingSession",
    frozenset({"amount", "currency", "exponent"}): "Money",
    frozenset({"scheme", "amount", "currency", "exponent", "package_size", "rounding"}): "Pricing",
    frozenset({"provider"}): "PinHomeProvider",
    frozenset({"key", "value"}): "CheckoutReference",
    frozenset({"requested"}): "RefreshRequested",
    frozenset({"received"}): "Received",
}
LISTS = {"attempts": "Events", "lost_claim": "UnlinkedThings", "anomaly": "Anomalies"}
"""By what only the entries of that list have."""


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
async def test_written_example_is_valid(api: Api, text: str) -> None:
    example = json.loads(text)
    await valid(api, shape(example), example)


def test_every_kind_of_example_was_found() -> None:
    kinds = {shape(json.loads(text)) for text in [*BLOCKS, *filter(objects, INLINE)]}
    assert kinds == {*SHAPES.values(), *LISTS.values()}


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
async def test_client_example_is_valid(api: Api, name: str, example: Any) -> None:
    if name == "AccountLink":
        example = {**example, "provider": "alpha"}  # the document names the connected providers
    await valid(api, name, example)


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("Purchase", {**PURCHASE, "status": "stolen"}),
        ("Purchase", {**PURCHASE, "purchased_at": "yesterday"}),
        ("Money", {"amount": 19.5, "currency": "USD", "exponent": 2}),
        ("PinHomeProvider", {"provider": "stripe", "for": "ever"}),
    ],
)
async def test_invalid_example_is_detected(api: Api, name: str, broken: Any) -> None:
    with pytest.raises(jsonschema_rs.ValidationError):
        await valid(api, name, broken)
