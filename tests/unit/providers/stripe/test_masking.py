"""Redaction of stored payloads."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from adapters.providers.stripe.redaction import masked
from adapters.redaction import MASK


def kept(value: object) -> object:
    return json.loads(masked(json.dumps(value).encode()))


def test_links_and_secrets_are_redacted_everywhere() -> None:
    told = {
        "client_secret": 'pi_1_secret_"2',
        "url": "https://checkout.stripe.com/c/pay/cs_1#a\\b",
        "hosted_invoice_url": "https://invoice.stripe.com/i/1",
        "images": ["http://files.stripe.com/1", "a photo"],
        "next_action": {"redirect_to_url": {"url": "https://hooks.stripe.com/1"}},
    }
    assert kept(told) == {
        "client_secret": MASK,
        "url": MASK,
        "hosted_invoice_url": MASK,
        "images": [MASK, "a photo"],
        "next_action": {"redirect_to_url": {"url": MASK}},
    }


def test_link_with_escaped_slashes_is_redacted() -> None:
    assert json.loads(masked(rb'{"url": "https:\/\/checkout.stripe.com\/c"}')) == {"url": MASK}


def test_harmless_text_is_kept() -> None:
    told = {"url": "/v1/subscription_items", "name": "https://example.com", "description": "A//B", "n": 1}
    assert kept(told) == told


def test_truncated_body_is_redacted_too() -> None:
    assert masked(b'{"url": "https://checkout.str') == '{"url": "https:' + MASK
    assert masked(b'{"client_secret": "pi_1_sec') == '{"client_secret": "' + MASK


@given(st.recursive(st.text() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_everything_else_is_kept_verbatim(value: object) -> None:
    text = json.dumps(value)
    if "//" not in text and "secret" not in text:
        assert masked(text.encode()) == text


@given(st.text(), st.text())
def test_redacted_body_is_still_json(before: str, after: str) -> None:
    assert kept([before, "https://example.com/" + after, after]) is not None


@given(st.binary())
def test_arbitrary_bytes_become_storable_text(body: bytes) -> None:
    assert "\x00" not in masked(body)
    masked(body).encode()
