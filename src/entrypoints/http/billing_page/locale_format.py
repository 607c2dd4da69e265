"""Amounts and dates as the visitor's browser asks for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, get_currency_symbol, parse_pattern

from domain.catalogue.pricing import Pricing
from domain.money import Money
from entrypoints.http.billing_page.languages import written_language

_FALLBACK = Locale("en")
_MOST_CHARACTERS = 500
_MOST_DECIMALS = 16
_ISOLATED = "\N{FIRST STRONG ISOLATE}{}\N{POP DIRECTIONAL ISOLATE}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LocaleFormat:
    """Formats numbers and dates for one visitor. Values in a sentence are isolated if scripts run both ways."""

    locale: Locale

    def money(self, money: Money) -> str:
        """With as many decimal places as the currency has, which the provider's adapter knows."""
        return self._amount(Decimal(money.amount), money.currency, money.exponent, most=money.exponent)

    def rate(self, pricing: Pricing) -> str | None:
        """The amount of a price, with as many further decimal places as it has. None where it has no amount."""
        if pricing.amount is None:
            return None
        return self._amount(pricing.amount, pricing.currency, pricing.exponent, most=_MOST_DECIMALS)

    def _amount(self, amount: Decimal, currency: str, exponent: int, *, most: int) -> str:
        pattern = parse_pattern(self._pattern_for(currency))
        pattern.frac_prec = (exponent, most)
        return self._within_a_sentence(
            format_currency(
                amount.scaleb(-exponent), currency, format=pattern, locale=self.locale, currency_digits=False
            )
        )

    def _pattern_for(self, currency: str) -> str:
        """CLDR has a space between letters and digits; "USD 19" can be read, "USD19" looks like a code."""
        pattern: str = self.locale.currency_formats["standard"].pattern
        symbol = get_currency_symbol(currency, locale=self.locale)
        return pattern.replace("¤#", "¤\N{NO-BREAK SPACE}#") if symbol[-1:].isalpha() else pattern

    def date(self, moment: datetime) -> str:
        """The day in UTC, the one day that provider, host and customer can agree on."""
        return self._within_a_sentence(format_date(moment.astimezone(UTC).date(), format="long", locale=self.locale))

    def _within_a_sentence(self, text: str) -> str:
        return _ISOLATED.format(text) if self.locale.text_direction == "rtl" else text


def region_of(accept_language: str | None) -> LocaleFormat:
    """Return the preferred known locale of an Accept-Language header (RFC 9110); English if none is known."""
    preferred = _preferred(accept_language)
    return LocaleFormat(locale=Locale.parse(preferred[1]) if preferred is not None else _FALLBACK)


def language_of(accept_language: str | None) -> str | None:
    """The BCP 47 tag of the language that `region_of` finds, None if it finds none."""
    preferred = _preferred(accept_language)
    return preferred[0] if preferred is not None else None


def _preferred(accept_language: str | None) -> tuple[str, str] | None:
    """The tag as the browser lists it, and what is written for it."""
    listed = [_weighed(part) for part in (accept_language or "")[:_MOST_CHARACTERS].split(",")]
    wanted = sorted((tag for tag in listed if tag[0] > 0), key=lambda tag: -tag[0])
    known = ((tag, written_language(tag)) for _, tag in wanted)
    return next(((tag, written) for tag, written in known if written is not None), None)


def _weighed(part: str) -> tuple[float, str]:
    tag, _, parameter = part.partition(";")
    name, _, value = parameter.strip().partition("=")
    if not name:
        return 1.0, tag.strip()
    try:
        return (float(value) if name == "q" else 0.0), tag.strip()
    except ValueError:
        return 0.0, tag.strip()
