"""Customers and objects that a payload names, by the provider's fields."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from application.ports.provider.mentions import mentions_of
from application.ports.provider.updates import ProviderUpdate
from contracts.providers.test_reading import JSON, ONCE_FOR_EACH_PROVIDER, read
from contracts.providers.under_test import ProviderUnderTest
from domain.provider import ProviderRef


def test_payload_names_every_customer_decoded_from_it(under_test: ProviderUnderTest) -> None:
    named: set[ProviderRef] = set()
    for name, body in under_test.bodies.items():
        event = read(under_test, body)
        assert isinstance(event.decoded, ProviderUpdate)
        understood, mentions = mentions_of(event.decoded), under_test.provider.webhooks.mentions(event.payload)
        assert mentions is not None, name
        assert understood.customers <= mentions.customers, name
        assert understood.accounts <= mentions.accounts, name
        named |= mentions.accounts
    assert named


def test_spelling_of_a_payload_is_irrelevant(under_test: ProviderUnderTest) -> None:
    for name, body in under_test.bodies.items():
        plain = json.dumps(json.loads(body), ensure_ascii=False)
        escaped = json.dumps(json.loads(body)).replace("/", "\\/").replace("@", "\\u0040").replace("_", "\\u005f")
        mentions = under_test.provider.webhooks.mentions
        assert mentions(plain) == mentions(escaped), name


def test_undecodable_event_still_names_its_customers(under_test: ProviderUnderTest) -> None:
    for name, body in under_test.bodies.items():
        broken: dict[str, Any] = {
            key: "x" if key in ("created", "at") else value for key, value in json.loads(body).items()
        }
        if "meta" in broken:
            broken["meta"]["event_name"] = ["x"]
        event = read(under_test, json.dumps(broken).encode())
        assert not isinstance(event.decoded, ProviderUpdate), name
        assert event.mentions() == under_test.provider.webhooks.mentions(event.payload), name
        assert event.mentions() is not None, name


def test_payload_that_is_not_json_cannot_be_judged(under_test: ProviderUnderTest) -> None:
    for payload in ("", "no JSON", '{"cut": "of', "[" * 100_000, "[1]", "null"):
        assert under_test.provider.webhooks.mentions(payload) is None


@ONCE_FOR_EACH_PROVIDER
@given(document=JSON | st.dictionaries(st.sampled_from(["data", "meta", "id", "object", "metadata", "type"]), JSON))
def test_arbitrary_json_never_raises(under_test: ProviderUnderTest, document: Any) -> None:
    under_test.provider.webhooks.mentions(json.dumps(document))
