"""Valid provider ids."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidValue
from domain.provider import MAX_ID_LENGTH, ProviderRef, is_id
from examples import ALPHA

UNUSUAL = ["Gold Plan", "Gold\u00a0Plan", "a/b?c#d", "é", "\U0001f9fe", "...", "x" * MAX_ID_LENGTH]
IMPOSSIBLE = [
    "",
    ".",
    "..",
    "x" * (MAX_ID_LENGTH + 1),
    "a\x00",
    "a\n",
    "\n",
    "\x7f",
    "\x85",
    "p\u202e",
    "\u200b",
    "\ufeff",
    "\ud800",
]


@pytest.mark.parametrize("text", UNUSUAL, ids=ascii)
def test_unusual_text_is_a_valid_id(text: str) -> None:
    assert is_id(text)
    assert ProviderRef(provider=ALPHA, id=text).id == text


@pytest.mark.parametrize("text", IMPOSSIBLE, ids=ascii)
def test_unprintable_or_unstorable_text_is_not_an_id(text: str) -> None:
    assert not is_id(text)
    with pytest.raises(InvalidValue):
        ProviderRef(provider=ALPHA, id=text)


@given(st.text(max_size=MAX_ID_LENGTH + 5))
def test_reference_accepts_exactly_the_valid_ids(text: str) -> None:
    try:
        ProviderRef(provider=ALPHA, id=text)
    except InvalidValue:
        assert not is_id(text)
    else:
        assert is_id(text)
