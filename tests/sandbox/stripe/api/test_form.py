"""Decoding of Stripe's form encoding."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payment_sandbox.stripe.api.form import decoded
from payment_sandbox.stripe.refusal import Refusal

NAMES = st.text(st.characters(exclude_characters="[]", exclude_categories=["Cs", "Nd"]), min_size=1, max_size=8)
VALUES = st.recursive(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    lambda inner: st.lists(inner, min_size=1, max_size=12) | st.dictionaries(NAMES, inner, min_size=1, max_size=3),
    max_leaves=20,
)


def pairs(name: str, value: Any) -> Iterator[tuple[str, str]]:
    """Encode a value like the official client."""
    if isinstance(value, str):
        yield name, value
        return
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in inner:
        yield from pairs(f"{name}[{key}]", each)


@given(sent=st.dictionaries(NAMES, VALUES, max_size=4))
def test_encoded_form_is_decoded_unchanged(sent: dict[str, Any]) -> None:
    encoded = urlencode([pair for name, value in sent.items() for pair in pairs(name, value)])
    assert decoded(encoded.encode()) == sent


def test_list_indexes_are_optional() -> None:
    assert decoded(b"expand[]=customer&expand[]=items") == {"expand": ["customer", "items"]}


@given(body=st.binary(max_size=200))
def test_arbitrary_body_is_decoded_or_refused(body: bytes) -> None:
    with suppress(Refusal):
        assert isinstance(decoded(body), dict)


@pytest.mark.parametrize("body", [b"a=1&a[b]=2", b"a[b]=1&a=2", b"a[b=1", b"a" + b"[b]" * 50 + b"=1"])
def test_contradictory_form_is_refused(body: bytes) -> None:
    with pytest.raises(Refusal):
        decoded(body)
