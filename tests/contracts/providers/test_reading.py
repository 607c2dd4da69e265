"""Decoding a delivery is deterministic, never raises, and works on the stored payload as well."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from application.ports.provider.event import ProviderEvent, Undecodable
from application.ports.provider.updates import ProviderUpdate
from contracts.providers.under_test import ProviderUnderTest

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)
ONCE_FOR_EACH_PROVIDER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def test_every_type_of_event_is_decoded(under_test: ProviderUnderTest) -> None:
    assert under_test.bodies
    for name, body in under_test.bodies.items():
        assert isinstance(read(under_test, body).decoded, ProviderUpdate), name


@pytest.mark.parametrize("word", ["a\x00b", "x" * 300, "\x1b[2J", ""])
def test_malformed_type_is_undecodable(under_test: ProviderUnderTest, word: str) -> None:
    """It is not merely an unhandled type: it is malformed, and operators should see it."""
    for name, body in under_test.bodies.items():
        genuine = json.dumps(read(under_test, body).type).encode()
        event = read(under_test, body.replace(genuine, json.dumps(word).encode()))
        assert (event.type, type(event.decoded)) == ("unreadable", Undecodable), name


def test_decoding_is_deterministic(under_test: ProviderUnderTest) -> None:
    for body in under_test.bodies.values():
        assert read(under_test, body) == read(under_test, body)


def test_stored_payload_is_decoded_alike(under_test: ProviderUnderTest) -> None:
    for name, body in under_test.bodies.items():
        event = read(under_test, body)
        kept = under_test.provider.webhooks.decode({}, event.payload.encode())
        assert (kept.decoded, kept.type, kept.payload) == (event.decoded, event.type, event.payload), name


def test_stored_payload_contains_no_links(under_test: ProviderUnderTest) -> None:
    for name, body in under_test.bodies.items():
        told = json.loads(read(under_test, body).payload)
        assert [link for link in texts(told) if link.startswith(("http:", "https:"))] == [], name


@pytest.mark.parametrize("link", ["https://way.example/in", "HTTPS://way.example/in", "//way.example/in", "w+x://in"])
def test_link_in_any_spelling_is_redacted(under_test: ProviderUnderTest, link: str) -> None:
    for name, body in under_test.bodies.items():
        told = json.loads(body) | {"description": f"see {link}?signature=1", "page": [link]}
        for sent in (json.dumps(told), json.dumps(told).replace("/", "\\/")):
            event = read(under_test, sent.encode())
            kept = json.loads(event.payload)
            assert (kept["description"], kept["page"]) == ("see [masked]", ["[masked]"]), name
            assert under_test.provider.webhooks.decode_stored(event.type, event.payload) == event.decoded, name


def test_secret_in_an_undecodable_payload_is_redacted(under_test: ProviderUnderTest) -> None:
    for cut in (b'{"client_secret": "seti_1_secret_2", "url": "https://way.example/in', b"\xff\x00 not JSON"):
        event = read(under_test, cut)
        assert isinstance(event.decoded, Undecodable)
        assert "seti_1" not in event.payload
        assert "way.example" not in event.payload
        assert "\x00" not in event.payload


def test_repeated_delivery_has_the_key_of_the_first_and_no_other_does(under_test: ProviderUnderTest) -> None:
    keys = [read(under_test, body).key for body in under_test.bodies.values()]
    assert keys == [read(under_test, body).key for body in under_test.bodies.values()]
    assert all(1 <= len(key) <= 255 for key in keys)
    assert len({read(under_test, body).key for body in (b"1", b"2", b"{}", b"[]")}) == 4


@ONCE_FOR_EACH_PROVIDER
@given(body=st.binary())
def test_arbitrary_bytes_never_raise(under_test: ProviderUnderTest, body: bytes) -> None:
    read(under_test, body)


@ONCE_FOR_EACH_PROVIDER
@given(document=JSON)
def test_arbitrary_json_never_raises(under_test: ProviderUnderTest, document: Any) -> None:
    assert not isinstance(read(under_test, json.dumps(document).encode()).decoded, ProviderUpdate)


@ONCE_FOR_EACH_PROVIDER
@given(data=st.data(), value=JSON)
def test_arbitrary_value_in_any_field_never_raises(
    under_test: ProviderUnderTest, data: st.DataObject, value: Any
) -> None:
    event = json.loads(data.draw(st.sampled_from(list(under_test.bodies.values()))))
    place = data.draw(st.sampled_from(list(objects(event))))
    if place:
        place[data.draw(st.sampled_from(sorted(place)))] = value
    read(under_test, json.dumps(event).encode())


@ONCE_FOR_EACH_PROVIDER
@given(data=st.data())
def test_hostile_value_in_any_field_never_raises(under_test: ProviderUnderTest, data: st.DataObject) -> None:
    event = json.loads(data.draw(st.sampled_from(list(under_test.bodies.values()))))
    place = data.draw(st.sampled_from([each for each in objects(event) if each]))
    hostile = ["x" * 300, "a\x00b", "\ud800", 2**63, 10**40, -1, 2**62, 1e300, "9999-12-31T23:59:59Z", ""]
    place[data.draw(st.sampled_from(sorted(place)))] = data.draw(st.sampled_from(hostile))
    read(under_test, json.dumps(event).encode())


def test_deeply_nested_payload_never_raises(under_test: ProviderUnderTest) -> None:
    for body in under_test.bodies.values():
        deep = body.rstrip()[:-1] + b', "deep": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
        assert isinstance(read(under_test, deep).decoded, Undecodable)


def read(under_test: ProviderUnderTest, body: bytes) -> ProviderEvent:
    headers = under_test.signed(body, under_test.now)
    under_test.provider.webhooks.verify(headers, body, under_test.now)
    return under_test.provider.webhooks.decode(headers, body)


def objects(value: Any) -> list[dict[str, Any]]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [*([value] if isinstance(value, dict) else []), *(o for each in inner for o in objects(each))]


def texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for each in inner for text in texts(each)]
