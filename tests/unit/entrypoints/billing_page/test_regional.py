"""Amounts and dates follow the browser's language, and no decimal place is lost."""

from __future__ import annotations

import string
from datetime import UTC, datetime, timedelta, timezone

import pytest
from babel.localedata import locale_identifiers
from hypothesis import given
from hypothesis import strategies as st

from domain.money import Money
from entrypoints.http.billing_page.languages import WRITTEN, written_language
from entrypoints.http.billing_page.locale_format import language_of, region_of

MOST_LANGUAGES = 100
NINETEEN = Money(amount=1900, currency="USD")
IN_MARCH = datetime(2026, 3, 9, 23, 30, tzinfo=UTC)
SPACE = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("accepted", "date"),
    [
        (None, "March 9, 2026"),
        ("", "March 9, 2026"),
        ("de-DE,de;q=0.9,en;q=0.8", "9. März 2026"),
        ("en;q=0.5, fr;q=0.9", "9 mars 2026"),
        ("en-GB", "9 March 2026"),
        ("zh-Hant-TW", "2026年3月9日"),
        ("tlh, pt-BR;q=0.1", "9 de março de 2026"),
        ("de;q=0, fr", "9 mars 2026"),
        ("*", "March 9, 2026"),
        ("../../etc/passwd, de", "9. März 2026"),
        ("de;q=much, fr;level=1", "March 9, 2026"),
        ("x" * 600 + ",de", "March 9, 2026"),
    ],
)
def test_preferred_known_language_is_used(accepted: str | None, date: str) -> None:
    assert region_of(accepted).date(IN_MARCH) == date


@pytest.mark.parametrize(
    ("accepted", "tag"),
    [
        (None, None),
        ("*", None),
        ("de-DE,de;q=0.9", "de-DE"),
        ("tlh, pt-BR;q=0.1", "pt-BR"),
        ("zh-Hant-TW", "zh-Hant-TW"),
    ],
)
def test_language_is_passed_to_the_provider_as_a_tag(accepted: str | None, tag: str | None) -> None:
    assert language_of(accepted) == tag


def test_date_is_shown_in_utc() -> None:
    assert region_of("en").date(IN_MARCH.astimezone(timezone(timedelta(hours=9)))) == "March 9, 2026"


@pytest.mark.parametrize(
    ("accepted", "money", "written"),
    [
        ("en", NINETEEN, "$19.00"),
        ("de", NINETEEN, f"19,00{SPACE}$"),
        ("en", Money(amount=1900, currency="JPY", exponent=0), "¥1,900"),
        ("de", Money(amount=123456789, currency="EUR"), f"1.234.567,89{SPACE}€"),
        ("en", Money(amount=12345, currency="KWD", exponent=3), f"KWD{SPACE}12.345"),
        ("en", Money(amount=1900, currency="ISK", exponent=2), f"ISK{SPACE}19.00"),
        ("en", Money(amount=-500, currency="EUR"), "-€5.00"),
        ("en", Money(amount=1, currency="XYZ", exponent=4), f"XYZ{SPACE}0.0001"),
    ],
)
def test_amount_has_the_decimal_places_of_its_exponent(accepted: str, money: Money, written: str) -> None:
    assert region_of(accepted).money(money) == written


def test_formatting_one_amount_does_not_affect_the_next() -> None:
    region = region_of("en")
    region.money(Money(amount=1, currency="KWD", exponent=3))
    assert region.money(NINETEEN) == "$19.00"


def test_right_to_left_text_is_isolated_within_a_sentence() -> None:
    assert region_of("he").date(IN_MARCH)[0] == "\N{FIRST STRONG ISOLATE}"
    assert region_of("he").money(NINETEEN)[-1] == "\N{POP DIRECTIONAL ISOLATE}"


@pytest.mark.parametrize(
    ("tag", "written"),
    [
        ("de-DE", "de"),
        ("DE-at", "de_AT"),
        ("en-US", "en"),
        ("en-GB-oxendict", "en_GB"),
        ("es", "es"),
        ("es-ES", "es"),
        ("es-MX", "es_MX"),
        ("es-PE", "es_419"),
        ("no", "nb"),
        ("pt-BR", "pt"),
        ("pt-PT", "pt_PT"),
        ("sr-Latn-RS", "sr_Latn"),
        ("sr-RS", "sr"),
        ("zh-TW", "zh_Hant"),
        ("zh-HK", "zh_Hant_HK"),
        ("zh-Hans-HK", "zh"),
        ("zh-Hant", "zh_Hant"),
        ("gsw", None),
        ("i-klingon", None),
        ("de_AT", None),
        ("d", None),
        ("", None),
        ("dé", None),
    ],
)
def test_closest_supported_language_is_chosen(tag: str, written: str | None) -> None:
    assert written_language(tag) == written


def test_every_supported_language_can_be_formatted() -> None:
    for each in sorted(WRITTEN):
        tag = each.replace("_", "-")
        assert written_language(tag) == each
        assert str(region_of(tag).locale) == each
        assert region_of(tag).date(IN_MARCH)


def test_arbitrary_language_tags_load_only_supported_languages() -> None:
    for tag in locale_identifiers():
        region_of(tag.replace("_", "-")).date(IN_MARCH)
    loaded = {str(region_of(tag.replace("_", "-")).locale) for tag in locale_identifiers()}
    assert loaded <= WRITTEN
    assert len(WRITTEN) < MOST_LANGUAGES


@given(st.text() | st.text(string.ascii_letters + "-,;=q.0123456789*_"))
def test_any_accept_language_header_gives_a_usable_format(accepted: str) -> None:
    assert "19" in region_of(accepted).money(NINETEEN).translate(_WESTERN)


_WESTERN = {ord(digit): str(value) for value in range(10) for digit in (chr(0x660 + value), chr(0x6F0 + value))}
