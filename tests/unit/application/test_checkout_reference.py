"""A customer id in a form that a buyer can carry but not forge."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.portal.checkout_reference import (
    LINKS_FOR,
    CheckoutReferenceSigner,
    ReferencesNotConfigured,
    ids_named_by,
)
from domain.customer import CustomerId, Pseudonym
from domain.ownership.claim import Trust
from examples import ADA, NOON

SECRET = "a secret that is long enough for this"
SIGNING = CheckoutReferenceSigner(key="user_id", secret=SECRET)
RECIPES = (Path(__file__).parents[3] / "docs" / "checkout.md").read_text()

ids = st.from_regex(r"[A-Za-z0-9_.:@|+~-]{1,200}", fullmatch=True).filter(lambda text: text not in ("me", ".", ".."))
times = st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # see `timezones`
digits = st.sampled_from("0123456789abcdef")


def of_the_first_format(customer_id: str, secret: str = SECRET) -> str:
    return f"{customer_id}.{hmac.new(secret.encode(), customer_id.encode(), hashlib.sha256).hexdigest()[:32]}"


def read(text: object, unsigned: Trust = Trust.UNSIGNED, *, bought_at: datetime = NOON) -> tuple[str, Trust] | None:
    return SIGNING.verify(text, unsigned=unsigned, bought_at=bought_at)


@given(ids, times, st.sampled_from(Trust))
def test_reference_is_read_as_signed_or_better(text: str, at: datetime, unsigned: Trust) -> None:
    customer = CustomerId(text)
    assert read(SIGNING.sign(customer, at=at), unsigned, bought_at=at) == (customer, max(Trust.SIGNED, unsigned))


@given(ids, st.sampled_from(Trust))
def test_undated_reference_credits_like_an_unsigned_claim(text: str, unsigned: Trust) -> None:
    assert read(of_the_first_format(text), unsigned) == (text, unsigned)


@given(ids, st.timedeltas(-LINKS_FOR, 2 * LINKS_FOR), st.sampled_from(Trust))
def test_reference_counts_as_signed_for_purchases_within_a_day(text: str, age: timedelta, unsigned: Trust) -> None:
    reference = SIGNING.sign(CustomerId(text), at=NOON)
    trust = max(Trust.SIGNED, unsigned) if age <= LINKS_FOR else unsigned
    assert read(reference, unsigned, bought_at=NOON + age) == (text, trust)


def test_maximum_age_of_a_linking_reference_is_configurable() -> None:
    reference = SIGNING.sign(ADA, at=NOON)
    short = replace(SIGNING, links_for=timedelta(hours=1))
    assert short.verify(reference, unsigned=Trust.UNSIGNED, bought_at=NOON + timedelta(hours=1)) == (ADA, Trust.SIGNED)
    later = NOON + timedelta(hours=1, seconds=1)
    assert short.verify(reference, unsigned=Trust.UNSIGNED, bought_at=later) == (ADA, Trust.UNSIGNED)


@given(ids, times)
def test_reference_has_only_letters_digits_dashes_and_underscores(text: str, at: datetime) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]+", SIGNING.sign(CustomerId(text), at=at))


@pytest.mark.parametrize("length", range(1, 201))
def test_reference_fits_a_payment_link_up_to_the_documented_id_length(length: int) -> None:
    documented = re.search(r"customer id of up to (\d+) characters", RECIPES)
    assert documented is not None
    made = SIGNING.sign(CustomerId("x" * length), at=NOON)
    assert (len(made) <= 200) == (length <= int(documented[1]))
    assert read(made) == ("x" * length, Trust.SIGNED)


@given(ids, times)
def test_reference_contains_its_creation_time(text: str, at: datetime) -> None:
    time = SIGNING.sign(CustomerId(text), at=at).rsplit("-", 2)[1]
    assert int(time, 16) == int(at.timestamp())


@given(ids)
def test_plain_id_is_read_unchanged(text: str) -> None:
    assert read(text) == (text, Trust.UNSIGNED)


@pytest.mark.parametrize(
    "text",
    [
        "a.b",
        "a@example.com",
        "x.y.z",
        "6f9619ff-8b86-d011-b42d-00cf4fc964ff",
        "0123456789abcdef" * 2,
        f"org-{'0' * 8}-{'0' * 32}",
        f"user_42-{'0' * 8}-{'0' * 32}",
        f"-{'0' * 8}-{'0' * 32}",
        f"team-69{'0' * 6}-{'0' * 31}",
    ],
)
def test_ids_with_dots_and_dashes_are_not_mistaken_for_references(text: str) -> None:
    assert read(text) == (text, Trust.UNSIGNED)
    assert read(SIGNING.sign(CustomerId(text), at=NOON)) == (text, Trust.SIGNED)


@given(ids, times, st.integers(min_value=0), digits)
def test_changed_reference_is_never_read_as_signed(text: str, at: datetime, place: int, digit: str) -> None:
    for made in (SIGNING.sign(CustomerId(text), at=at), of_the_first_format(text)):
        position = place % len(made)
        changed = made[:position] + digit + made[position + 1 :]
        if changed != made:
            assert read(changed) in (None, (changed, Trust.UNSIGNED))


@given(ids, times, digits, st.integers(1, 41))
def test_reference_with_a_changed_time_or_tag_is_refused(text: str, at: datetime, digit: str, place: int) -> None:
    made = SIGNING.sign(CustomerId(text), at=at)
    if made[-place] != "-":
        changed = made[:-place] + digit + made[len(made) - place + 1 :]
        assert changed == made or read(changed, Trust.SELLER) is None


def test_reference_to_the_pseudonym_of_an_erased_customer_is_refused() -> None:
    """Even a genuine reference is refused: nobody outside may claim an erased customer's purchases."""
    stand_in = Pseudonym("erased:" + "0" * 32)
    for value in (stand_in, of_the_first_format(stand_in)):
        assert read(value, Trust.SELLER) is None
        assert ids_named_by(value) == frozenset()
    made = SIGNING.sign(stand_in, at=NOON)
    assert read(made, Trust.SELLER) == (made, Trust.SELLER)


def test_reference_cannot_be_changed_to_another_customer() -> None:
    ada, bob = (SIGNING.sign(CustomerId(name), at=NOON).rsplit("-", 2) for name in ("ada", "bob"))
    assert read("-".join([bob[0], *ada[1:]]), Trust.SELLER) is None
    first = of_the_first_format("ada").removeprefix("ada.")
    assert read(f"bob.{first}", Trust.SELLER) is None


def test_date_of_a_reference_cannot_be_changed() -> None:
    now, later = (SIGNING.sign(ADA, at=at).rsplit("-", 2) for at in (NOON, NOON + timedelta(days=1)))
    assert read("-".join([now[0], later[1], now[2]])) is None


@pytest.mark.parametrize("at", [NOON, datetime(2027, 1, 1, tzinfo=UTC)])
def test_tag_of_one_format_is_invalid_in_the_other(at: datetime) -> None:
    """A customer may have chosen an id that looks like the start of another customer's reference."""
    head, time, tag = SIGNING.sign(ADA, at=at).rsplit("-", 2)
    for chosen in (f"{head}-{time}", head, f"{time}-{ADA}", f"{time}.{ADA}"):
        first = of_the_first_format(chosen).rpartition(".")[2]
        assert read(f"{head}-{time}-{first}") is None
    assert read(f"{ADA}.{tag}") is None


def test_each_reference_has_one_spelling() -> None:
    """Base64 leaves unused bits, and two different values must not be read as one reference."""
    head, time, tag = SIGNING.sign(CustomerId("abcd"), at=NOON).rsplit("-", 2)
    assert head == "YWJjZA"
    assert read(f"YWJjZB-{time}-{tag}") == (f"YWJjZB-{time}-{tag}", Trust.UNSIGNED)


def test_reference_signed_with_another_secret_is_refused() -> None:
    theirs = CheckoutReferenceSigner(key="user_id", secret="another").sign(ADA, at=NOON)
    assert read(theirs, Trust.SELLER) is None
    assert read(of_the_first_format(ADA, "another"), Trust.SELLER) is None


@pytest.mark.parametrize("secret", [None, ""])
def test_references_without_a_configured_secret_are_neither_made_nor_trusted(secret: str | None) -> None:
    unable = CheckoutReferenceSigner(key="user_id", secret=secret)
    with pytest.raises(ReferencesNotConfigured):
        unable.sign(ADA, at=NOON)
    for made in (SIGNING.sign(ADA, at=NOON), of_the_first_format(ADA)):
        assert unable.verify(made, unsigned=Trust.UNSIGNED, bought_at=NOON) == (made, Trust.UNSIGNED)


@given(st.text() | st.text(st.characters(categories=["Cs"])).map("ada.".__add__) | st.none() | st.integers())
def test_arbitrary_input_is_never_read_as_signed(value: object) -> None:
    assert read(value) in (None, (value, Trust.UNSIGNED))


@pytest.mark.parametrize("value", ["", "me", "no spaces", "x" * 201, "ada.\ud800", "ä", None, 42, ["ada"]])
def test_invalid_customer_id_is_refused(value: object) -> None:
    assert read(value, Trust.SELLER) is None


@given(ids)
def test_erasure_finds_the_customer_in_references_of_both_formats(text: str) -> None:
    theirs = CheckoutReferenceSigner(key="user_id", secret="of an earlier time")
    for value in (text, theirs.sign(CustomerId(text), at=NOON), of_the_first_format(text)):
        assert CustomerId(text) in ids_named_by(value)


def test_secret_is_not_in_the_repr() -> None:
    assert SECRET not in repr(SIGNING)
