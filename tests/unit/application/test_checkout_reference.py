"""A customer id that a buyer can carry and not forge."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.checkout_reference import CheckoutReferences, ReferencesNotConfigured
from domain.claim import CustomerId, Trust
from examples import ADA

SECRET = "a secret that is long enough for this"
SIGNING = CheckoutReferences(key="user_id", secret=SECRET)

ids = st.from_regex(r"[A-Za-z0-9_.:@|+~-]{1,160}", fullmatch=True).filter(lambda text: text not in ("me", ".", ".."))


@given(ids, st.sampled_from(Trust))
def test_what_was_signed_is_read_as_signed_or_better(text: str, unsigned: Trust) -> None:
    customer = CustomerId(text)
    assert SIGNING.read(SIGNING.make(customer), unsigned=unsigned) == (customer, max(Trust.SIGNED, unsigned))


@pytest.mark.parametrize("text", ["a.b", "a@example.com", "x.y.z"])
def test_ids_with_dots_are_told_from_signatures(text: str) -> None:
    assert SIGNING.read(text, unsigned=Trust.UNSIGNED) == (text, Trust.UNSIGNED)
    assert SIGNING.read(SIGNING.make(CustomerId(text)), unsigned=Trust.UNSIGNED) == (text, Trust.SIGNED)


@given(ids, st.integers(min_value=0), st.sampled_from("0123456789abcdef"))
def test_what_was_tampered_with_is_never_read_as_signed(text: str, at: int, digit: str) -> None:
    made = SIGNING.make(CustomerId(text))
    at %= len(made)
    tampered = made[:at] + digit + made[at + 1 :]
    if tampered != made:
        assert SIGNING.read(tampered, unsigned=Trust.UNSIGNED) in (None, (tampered, Trust.UNSIGNED))


def test_the_signature_of_one_is_not_good_for_another() -> None:
    tag = SIGNING.make(ADA).removeprefix("ada.")
    assert SIGNING.read(f"bob.{tag}", unsigned=Trust.SELLER) is None


def test_what_another_secret_has_signed_names_nobody() -> None:
    theirs = CheckoutReferences(key="user_id", secret="another").make(ADA)
    assert SIGNING.read(theirs, unsigned=Trust.SELLER) is None


def test_an_id_that_is_a_hash_is_no_signature() -> None:
    assert SIGNING.read("0123456789abcdef" * 2, unsigned=Trust.UNSIGNED) == ("0123456789abcdef" * 2, Trust.UNSIGNED)


@pytest.mark.parametrize("secret", [None, ""])
def test_without_a_secret_nothing_is_signed_and_nothing_read_as_signed(secret: str | None) -> None:
    unable = CheckoutReferences(key="user_id", secret=secret)
    with pytest.raises(ReferencesNotConfigured):
        unable.make(ADA)
    assert unable.read(SIGNING.make(ADA), unsigned=Trust.UNSIGNED) == (SIGNING.make(ADA), Trust.UNSIGNED)


@given(st.text() | st.text(st.characters(categories=["Cs"])).map("ada.".__add__) | st.none() | st.integers())
def test_whatever_a_buyer_writes_it_names_somebody_or_nobody(value: object) -> None:
    read = SIGNING.read(value, unsigned=Trust.UNSIGNED)
    assert read is None or read == (value, Trust.UNSIGNED)


@pytest.mark.parametrize("value", ["", "me", "no spaces", "x" * 201, "ada.\ud800", "ä", None, 42, ["ada"]])
def test_what_cannot_be_a_customer_id_names_nobody(value: object) -> None:
    assert SIGNING.read(value, unsigned=Trust.SELLER) is None


def test_the_secret_is_not_shown() -> None:
    assert SECRET not in repr(SIGNING)
